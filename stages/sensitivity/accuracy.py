"""Accuracies with their Wilson intervals (Wilson, 1927)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..statistics import wilson_limits


class Accuracy(NamedTuple):
    """A share of images in [0, 1] with its limits: what another draw of images would move it."""

    share: float
    low: float
    high: float


def with_intervals(right: NDArray[np.bool_], confidence: float) -> Sequence[Accuracy]:
    """One for each row of right (R, N), N ≥ 1: the images that were recognised."""
    hits, images = right.sum(axis=1), right.shape[1]
    low, high = wilson_limits(hits, images, confidence)
    return [Accuracy(*map(float, row)) for row in zip(hits / images, low, high, strict=True)]
