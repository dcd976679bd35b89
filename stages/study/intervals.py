"""Estimates from a sample, with confidence limits; differences are paired, image by image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..statistics import paired_difference, wilson_limits

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
    low, high = wilson_limits(flags.sum(), len(flags), confidence)
    return Estimate(float(flags.mean()), float(low), float(high))


def share_difference(before: Bools, after: Bools, confidence: float) -> Estimate:
    """Share after less share before on the same N images, with its paired interval."""
    gained, lost = (after & ~before).sum(), (before & ~after).sum()
    return Estimate(*map(float, paired_difference(lost, gained, len(before), confidence)))


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
