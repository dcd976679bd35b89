"""How often a strategy is right, and how far that number can be trusted."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels
from ..statistics import Estimate, estimate_share


def accuracy_score(labels: Labels, predictions: NDArray[np.int64]) -> float:
    """Share of images (N ≥ 1) that are right, in [0, 1]; a rejected image is wrong."""
    from sklearn import metrics  # 0.9 s, and `evaluate` is imported for less, too

    return float(metrics.accuracy_score(labels, predictions))


def accuracy_interval(
    labels: Labels, predictions: NDArray[np.int64], confidence: float
) -> Estimate:
    """Accuracy with its Wilson interval, which covers the draw of the N images.

    It does not cover the draw of the training images that a supervised strategy was fitted to.
    """
    right = round(accuracy_score(labels, predictions) * len(labels))
    return estimate_share(right, len(labels), confidence)


def answered_share(predictions: NDArray[np.int64]) -> float:
    """Share of images (N ≥ 1) that were not rejected, in [0, 1]."""
    return float(np.mean(predictions != REJECTED))
