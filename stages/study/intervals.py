"""Estimates from a sample, with confidence limits; differences are paired, image by image."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A value with its confidence limits."""

    value: float
    low: float
    high: float


def share(flags: Bools, confidence: float) -> Estimate:
    """Share of true flags (N,) with Wilson's interval (1927)."""
    count, z = len(flags), _quantile(confidence)
    found = float(flags.mean())
    centre = (found + z**2 / (2 * count)) / (1 + z**2 / count)
    reach = z / (1 + z**2 / count) * np.sqrt(found * (1 - found) / count + (z / (2 * count)) ** 2)
    return Estimate(found, float(max(0, centre - reach)), float(min(1, centre + reach)))


def share_difference(before: Bools, after: Bools, confidence: float) -> Estimate:
    """Share after less share before on the same N images, interval of Bonett and Price (2012).

    Wald's interval after one image is added to either kind of flip: it has a width without flips.
    """
    count = len(before)
    up, down = int((after & ~before).sum()), int((before & ~after).sum())
    share_up, share_down = (up + 1) / (count + 2), (down + 1) / (count + 2)
    centre = share_up - share_down
    reach = _quantile(confidence) * np.sqrt((share_up + share_down - centre**2) / (count + 2))
    low, high = max(-1.0, centre - reach), min(1.0, centre + reach)
    return Estimate((up - down) / count, float(low), float(high))


def mean(values: Floats, confidence: float, lowest: float = -1.0) -> Estimate:
    """Mean of values (N,) in [lowest, 1] with Student's interval, cut off there; of differences,
    for a paired one. NaN for all that N = 0 or 1 cannot tell.
    """
    from scipy.stats import t

    count = len(values)
    if count < 2:
        return Estimate(float(values[0]) if count else np.nan, np.nan, np.nan)
    found = float(values.mean())
    reach = t.ppf((1 + confidence) / 2, count - 1) * values.std(ddof=1) / np.sqrt(count)
    return Estimate(found, float(max(lowest, found - reach)), float(min(1, found + reach)))


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
