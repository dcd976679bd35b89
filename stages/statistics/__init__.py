"""How far a share, or a difference between two, can be trusted: shared by all that counts images.

wilson.py: limits of one share; paired.py: two predictions of the same images; holm.py: many tests;
verdict.py: what a corrected test says; confusion.py: scores of classes.
"""

from .confusion import class_scores
from .holm import holm
from .paired import Difference, mcnemar_p, paired_difference
from .verdict import Verdict, judge_difference
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
