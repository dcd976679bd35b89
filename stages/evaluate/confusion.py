"""Scores of predictions: accuracy, the confusion matrix, and precision, recall and F1."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels
from ..statistics import Estimate, class_scores, estimate_share


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


def confusion_counts(
    labels: Labels, predictions: NDArray[np.int64], targets: int
) -> NDArray[np.int64]:
    """Confusion matrix, int64 (K, K + 1): rows are true targets, the last column is rejected.

    A row sums to the images of its target, all cells sum to N.
    """
    columns = np.where(predictions == REJECTED, targets, predictions)
    cells = np.bincount(labels * (targets + 1) + columns, minlength=targets * (targets + 1))
    return cells.reshape(targets, targets + 1).astype(np.int64)


def confusion_shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each row divided by its sum; zeros for a target without images."""
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.zeros(counts.shape)
    np.divide(counts, totals, out=shares, where=totals > 0)
    return shares


class PerClass(NamedTuple):
    """Four arrays (K,): three scores in [0, 1], and the number of images of each class."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    support: NDArray[np.int64]


def per_class_scores(labels: Labels, predictions: NDArray[np.int64], targets: int) -> PerClass:
    """Precision, recall and F1 of K classes; 0 where the ratio is 0/0.

    So the precision of a class that is never predicted is 0, and the recall of a class without
    images. A rejected image lowers the recall of its class, but no precision.
    """
    counts = confusion_counts(labels, predictions, targets)
    precision, recall, f1 = class_scores(counts).T
    return PerClass(precision, recall, f1, counts.sum(axis=1))


def macro_f1_score(labels: Labels, predictions: NDArray[np.int64], targets: int) -> float:
    """Mean F1 over all K classes, in [0, 1]; 0 for a class without images and predictions."""
    return float(per_class_scores(labels, predictions, targets).f1.mean())
