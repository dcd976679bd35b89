"""How small a difference this many images could have shown."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

POWER = 0.8  # with which `detectable_difference` would have been found


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
