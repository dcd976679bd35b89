"""Confidence intervals and tests for all stages.

wilson.py: the interval of one share; paired.py: intervals and tests of two predictions of the same
images, and the correction for many tests; confusion.py: precision, recall and F1 of classes.
"""

from .confusion import class_scores
from .paired import Difference, Verdict, holm, judge_difference, mcnemar_p, paired_difference
from .wilson import Estimate, estimate_share, estimate_shares, wilson_limits

__all__ = [
    "Difference",
    "Estimate",
    "Verdict",
    "class_scores",
    "estimate_share",
    "estimate_shares",
    "holm",
    "judge_difference",
    "mcnemar_p",
    "paired_difference",
    "wilson_limits",
]
