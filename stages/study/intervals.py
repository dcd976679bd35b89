"""Estimates from a sample, with confidence limits; differences are paired, image by image."""

import numpy as np
from numpy.typing import NDArray

from ..statistics import Estimate, estimate_share, paired_difference

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def share(flags: Bools, confidence: float) -> Estimate:
    """Share of true flags (N,) with Wilson's interval (1927)."""
    return estimate_share(int(flags.sum()), len(flags), confidence)


def share_difference(before: Bools, after: Bools, confidence: float) -> Estimate:
    """Share after less share before on the same N images, with its paired interval."""
    gained, lost = (after & ~before).sum(), (before & ~after).sum()
    return Estimate(*map(float, paired_difference(lost, gained, len(before), confidence)))


def mean(values: Floats, confidence: float, lowest: float = -1.0) -> Estimate:
    """Mean of values (N,) in [lowest, 1], N ≥ 2, with Student's interval, cut off there.

    Of differences for a paired interval.
    """
    from scipy.stats import t

    count = len(values)
    average = float(values.mean())
    reach = t.ppf((1 + confidence) / 2, count - 1) * values.std(ddof=1) / np.sqrt(count)
    return Estimate(average, float(max(lowest, average - reach)), float(min(1, average + reach)))
