"""Limits of a share of images."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A number with its confidence limits."""

    value: float
    low: float
    high: float

    @property
    def limits(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high


def wilson_limits(right: ArrayLike, images: int, confidence: float) -> tuple[Floats, Floats]:
    """Wilson's score interval (1927) of right/images, images ≥ 1: low and high, in [0, 1].

    It holds its coverage near 0 and 1. It covers the draw of the images, nothing else.
    """
    share = np.asarray(right) / images
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    whole = 1 + z**2 / images
    centre = (share + z**2 / (2 * images)) / whole
    reach = z * np.sqrt(share * (1 - share) / images + z**2 / (4 * images**2)) / whole
    low, high = centre - reach, centre + reach
    # exact at the ends, where rounding would leave 1e-17
    return np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, high)


def estimate_share(right: int, images: int, confidence: float) -> Estimate:
    """Share right/images of images ≥ 1 with its Wilson interval."""
    low, high = wilson_limits(right, images, confidence)
    return Estimate(right / images, float(low), float(high))


def estimate_shares(flags: NDArray[np.bool_], confidence: float) -> list[Estimate]:
    """The share of true flags in each row of (R, N), N ≥ 1, with its Wilson interval."""
    images = flags.shape[1]
    return [estimate_share(int(right), images, confidence) for right in flags.sum(axis=1)]
