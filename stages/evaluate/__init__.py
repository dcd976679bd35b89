"""Scores → numbers: metrics/ for `dvc metrics`, plots/ for `dvc plots`, drawn figures.

Names tell the direction: of a `*_score` more is better, of a `*_loss` or `*_error` less.
Arrays everywhere: labels int64 (N,) in [0, K); predictions int64 (N,) in [−1, K), −1 = rejected,
which is wrong and never left out. K is given, never read off the labels that happen to be there.
"""

from .accuracy import accuracy_interval, accuracy_score, answered_share
from .confusion import confusion_counts, confusion_shares
from .per_class import (
    PerClass,
    macro_f1_score,
    per_class_scores,
)

__all__ = [
    "PerClass",
    "accuracy_interval",
    "accuracy_score",
    "answered_share",
    "confusion_counts",
    "confusion_shares",
    "macro_f1_score",
    "per_class_scores",
]
