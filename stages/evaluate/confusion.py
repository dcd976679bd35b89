"""What is taken for what."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels


def confusion_counts(
    labels: Labels, predictions: NDArray[np.int64], targets: int
) -> NDArray[np.int64]:
    """Images by (actual, predicted): int64 (K, K + 1), rows the truth, the last column rejected.

    Rows sum to the images of a class, all cells to N.
    """
    from sklearn import metrics  # 0.9 s, and `evaluate` is imported for less, too

    columns = [*range(targets), REJECTED]
    square = metrics.confusion_matrix(labels, predictions, labels=columns)
    return np.asarray(square[:-1], dtype=np.int64)  # no image is labelled "rejected"


def confusion_shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each row divided by its sum: where the images of a class go; a class without images is 0."""
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.zeros(counts.shape)
    np.divide(counts, totals, out=shares, where=totals > 0)
    return shares
