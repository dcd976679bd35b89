"""The confusion matrix, as counts and as shares of its rows."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels


def confusion_counts(
    labels: Labels, predictions: NDArray[np.int64], targets: int
) -> NDArray[np.int64]:
    """Confusion matrix, int64 (K, K + 1): rows are true targets, the last column is rejected.

    A row sums to the images of its target, all cells sum to N.
    """
    from sklearn import metrics  # its import takes 0.9 s, and not every importer needs it

    columns = [*range(targets), REJECTED]
    square = metrics.confusion_matrix(labels, predictions, labels=columns)
    return np.asarray(square[:-1], dtype=np.int64)  # no image is labelled "rejected"


def confusion_shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each row divided by its sum; zeros for a target without images."""
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.zeros(counts.shape)
    np.divide(counts, totals, out=shares, where=totals > 0)
    return shares
