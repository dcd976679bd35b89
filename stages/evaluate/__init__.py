"""Measures scores: metrics/ for `dvc metrics`, plots/ for `dvc plots`, and the figures.

A higher `*_score` is better, a lower `*_loss` or `*_error` is better. Arrays in all modules: labels
int64 (N,) in [0, K); predictions int64 (N,) in [−1, K), where −1 means rejected. A rejected image
counts as wrong and is never left out. K is given; it is not the number of labels that occur.
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
