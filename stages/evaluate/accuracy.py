"""Accuracy, its confidence interval, and the share of images that are not rejected."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels
from ..statistics import Estimate, estimate_share


def accuracy_score(labels: Labels, predictions: NDArray[np.int64]) -> float:
    """Share of N ≥ 1 images with the right prediction, in [0, 1]; a rejected image is wrong."""
    return float(np.mean(labels == predictions))


def accuracy_interval(
    labels: Labels, predictions: NDArray[np.int64], confidence: float
) -> Estimate:
    """Accuracy with its Wilson interval, which covers the random sample of the N images.

    It does not cover the sample of training images that a supervised strategy was fitted to.
    """
    right = round(accuracy_score(labels, predictions) * len(labels))
    return estimate_share(right, len(labels), confidence)


def answered_share(predictions: NDArray[np.int64]) -> float:
    """Share of N ≥ 1 images that are not rejected, in [0, 1]."""
    return float(np.mean(predictions != REJECTED))
