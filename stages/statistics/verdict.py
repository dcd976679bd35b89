"""The one rule by which a difference is called better, worse, or not distinguishable."""

from typing import Literal

Verdict = Literal["better", "worse", "not distinguishable"]


def judge_difference(difference: float, p_corrected: float, level: float) -> Verdict:
    """Better or worse, by the sign of the difference, where its corrected p is at most `level`.

    Everything else is not distinguishable from chance, whatever its interval says: that one is
    for a single difference, the corrected p for all that were looked at.
    """
    if p_corrected > level or difference == 0:
        return "not distinguishable"
    return "better" if difference > 0 else "worse"
