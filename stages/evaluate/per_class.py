"""Precision, recall and F1 of each target class, one against the rest."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels
from ..statistics import class_scores
from .confusion import confusion_counts


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
