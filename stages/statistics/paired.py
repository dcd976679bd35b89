"""Paired comparison of two predictions of the same N images, and correction for many tests.

`lost` images are right only before, `gained` images are right only after. `paired_difference` and
`mcnemar_p` take arrays of equal shape.
"""

from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Verdict = Literal["better", "worse", "not distinguishable"]


class Difference(NamedTuple):
    """Accuracy after minus accuracy before, in [−1, 1], with its confidence limits."""

    value: Floats
    low: Floats
    high: Floats


def paired_difference(
    lost: ArrayLike, gained: ArrayLike, images: int, confidence: float
) -> Difference:
    """(gained − lost)/N with the interval of Bonett and Price (2012), for N ≥ 1 images.

    It is Wald's interval after one is added to both counts, so its centre is nearer to 0, and it
    has a width even without flips. docs/metrics.md has its measured coverage.
    """
    down, up = np.asarray(lost), np.asarray(gained)
    share_down, share_up = (down + 1) / (images + 2), (up + 1) / (images + 2)
    centre = share_up - share_down
    deviation = np.sqrt((share_up + share_down - centre**2) / (images + 2))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * deviation
    low, high = np.clip(centre - reach, -1, 1), np.clip(centre + reach, -1, 1)
    return Difference((up - down) / images, low, high)


def mcnemar_p(lost: ArrayLike, gained: ArrayLike) -> Floats:
    """Exact two-sided McNemar test (McNemar, 1947) that both flips are equally likely.

    p = min(1, 2·P(X ≤ min(lost, gained))) for X ~ Binomial(lost + gained, ½); 1 without flips.
    """
    from scipy.special import bdtr  # its import takes as long as all other imports of `compare`

    down, up = np.asarray(lost, dtype=np.int64), np.asarray(gained, dtype=np.int64)
    p: Floats = np.minimum(1.0, 2 * bdtr(np.minimum(down, up), down + up, 0.5))
    return p


def holm(p: ArrayLike) -> Floats:
    """Holm's (1979) step-down correction of m ≥ 0 p-values: the i-th smallest times m − i + 1.

    Then a running maximum, which keeps the order, and at most 1.
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return corrected


def judge_difference(difference: float, p_corrected: float, level: float) -> Verdict:
    """Better or worse, by the sign of the difference, if its corrected p is at most `level`.

    Otherwise not distinguishable from chance, also if the interval excludes 0: the interval is for
    one difference alone, the corrected p for all tests together.
    """
    if p_corrected > level or difference == 0:
        return "not distinguishable"
    return "better" if difference > 0 else "worse"
