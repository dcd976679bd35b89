"""Two predictions of the same images: the difference in accuracy, and what it could have been.

Going from one to the other, `lost` images of N turn from right to wrong and `gained` from wrong to
right; the rest says nothing about the difference. All functions take arrays of any equal shape.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

POWER = 0.8  # with which `detectable_difference` would have been found


class Difference(NamedTuple):
    """Accuracy after less accuracy before, in [−1, 1], with its confidence limits."""

    value: Floats
    low: Floats
    high: Floats


def paired_difference(
    lost: ArrayLike, gained: ArrayLike, images: int, confidence: float
) -> Difference:
    """(gained − lost)/N with the interval of Bonett and Price (2012), for N ≥ 1 images.

    Wald's interval after one image is added to either flip, so its centre is drawn towards 0 and
    it has a width where nothing flipped. Chosen by measured coverage: docs/metrics.md.
    """
    down, up = np.asarray(lost), np.asarray(gained)
    share_down, share_up = (down + 1) / (images + 2), (up + 1) / (images + 2)
    centre = share_up - share_down
    deviation = np.sqrt((share_up + share_down - centre**2) / (images + 2))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * deviation
    low, high = np.clip(centre - reach, -1, 1), np.clip(centre + reach, -1, 1)
    return Difference((up - down) / images, low, high)


def mcnemar_p(lost: ArrayLike, gained: ArrayLike) -> Floats:
    """Exact two-sided McNemar test (McNemar, 1947): flips are as likely up as down.

    p = min(1, 2·P(X ≤ min(lost, gained))) for X ~ Binomial(lost + gained, ½); 1 without flips.
    """
    from scipy.special import bdtr  # as much as the rest of `compare` to import

    down, up = np.asarray(lost, dtype=np.int64), np.asarray(gained, dtype=np.int64)
    p: Floats = np.minimum(1.0, 2 * bdtr(np.minimum(down, up), down + up, 0.5))
    return p


def detectable_difference(flipped: ArrayLike, images: int, level: float) -> Floats:
    """The smallest true difference that N images show 4 times in 5, at this share of flips.

    Solves √N·δ = z(1 − level/2)·√ψ + z(.8)·√(ψ − δ²) for δ (Connor, 1987, for McNemar's test),
    ψ = flipped/N, plus 1/N, the flip that the exact test asks for beyond the normal one. Or ψ = δ
    where that is more: all flips go one way. Up to 1. Its power is measured in docs/metrics.md.
    """
    z_level, z_power = (NormalDist().inv_cdf(p) for p in (1 - level / 2, POWER))
    spread = np.sqrt(max(images + z_power**2 - z_level**2, 0.0))
    factor = (np.sqrt(images) * z_level + z_power * spread) / (images + z_power**2)
    share = np.sqrt(np.asarray(flipped) / images)  # √ψ
    smallest: Floats = np.minimum(1.0, np.maximum(factor * share + 1 / images, factor**2))
    return smallest
