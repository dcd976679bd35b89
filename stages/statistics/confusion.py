"""Scores of the classes of a confusion matrix."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def class_scores(counts: NDArray[np.floating] | NDArray[np.integer]) -> Floats:
    """Precision, recall and F1 of K classes, (…, K, 3), from counts (…, K, K + 1); 0/0 is 0.

    Rows are true classes, the last column has the rejected images: they lower the recall of their
    class, but no precision.
    """
    right = np.diagonal(counts, axis1=-2, axis2=-1)[..., np.newaxis]
    predicted, actual = counts[..., :-1].sum(axis=-2), counts.sum(axis=-1)
    whole = np.stack([predicted, actual, (predicted + actual) / 2], axis=-1)
    scores: Floats = np.divide(right, whole, out=np.zeros(whole.shape), where=whole > 0)
    return scores
