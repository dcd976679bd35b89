"""How often a strategy is right, and how far that number can be trusted."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels
from ..statistics import wilson_limits


class Interval(NamedTuple):
    """A share in [0, 1] with its confidence limits, low ≤ share ≤ high."""

    share: float
    low: float
    high: float


def accuracy_score(labels: Labels, predictions: NDArray[np.int64]) -> float:
    """Share of images (N ≥ 1) that are right, in [0, 1]; a rejected image is wrong."""
    from sklearn import metrics  # 0.9 s, and `evaluate` is imported for less, too

    return float(metrics.accuracy_score(labels, predictions))


def accuracy_interval(
    labels: Labels, predictions: NDArray[np.int64], confidence: float
) -> Interval:
    """Accuracy with the Wilson score interval (Wilson, 1927): it holds its coverage near 0 and 1.

    It covers the draw of the N images. It does not cover the draw of the training images that a
    supervised strategy was fitted to.
    """
    right = round(accuracy_score(labels, predictions) * len(labels))
    low, high = wilson_limits(right, len(labels), confidence)
    return Interval(right / len(labels), float(low), float(high))


def answered_share(predictions: NDArray[np.int64]) -> float:
    """Share of images (N ≥ 1) that were not rejected, in [0, 1]."""
    return float(np.mean(predictions != REJECTED))
