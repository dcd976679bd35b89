"""Limits of a share of images."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def wilson_limits(right: ArrayLike, images: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Wilson's score interval (1927) of right/images, images ≥ 1: low and high, in [0, 1].

    It holds its coverage near 0 and 1. Arrays of any shapes that broadcast.
    """
    from statsmodels.stats.proportion import proportion_confint  # 0.8 s to import

    low, high = proportion_confint(
        np.asarray(right), np.asarray(images), alpha=1 - confidence, method="wilson"
    )
    return np.asarray(low), np.asarray(high)
