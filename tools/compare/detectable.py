"""The smallest difference that a number of images can show."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

POWER = 0.8  # the probability to find a true difference of `detectable_difference`


def detectable_difference(flipped: ArrayLike, images: int, level: float) -> Floats:
    """The smallest true difference that N images show with a power of 80 %, for a share of flips.

    Solves √N·δ = z(1 − level/2)·√ψ + z(.8)·√(ψ − δ²) for δ (Connor, 1987, for McNemar's test) with
    ψ = flipped/N, plus 1/N, because the exact test needs one more flip than the normal one. If
    ψ = δ (all flips in one direction) gives more, it is that; at most 1. Its measured power is in
    docs/metrics.md.
    """
    z_level, z_power = (NormalDist().inv_cdf(p) for p in (1 - level / 2, POWER))
    spread = np.sqrt(max(images + z_power**2 - z_level**2, 0.0))
    factor = (np.sqrt(images) * z_level + z_power * spread) / (images + z_power**2)
    share = np.sqrt(np.asarray(flipped) / images)  # √ψ
    smallest: Floats = np.minimum(1.0, np.maximum(factor * share + 1 / images, factor**2))
    return smallest
