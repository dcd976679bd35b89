"""Chooses the images to show: the same ones in every run, none chosen by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels


def choose_first_images(labels: Labels, targets: int, count: int) -> NDArray[np.int64]:
    """Indices of the first `count` images of each target (or all, if fewer), target by target.

    labels (N,) in [0, targets).
    """
    return np.concatenate([np.flatnonzero(labels == target)[:count] for target in range(targets)])


def count_distinct_targets(predictions: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of different targets predicted for each image, (N,).

    predictions (M, N) of M strategies; −1 = rejected, which is not counted: 0 if all reject.
    """
    ordered = np.sort(predictions, axis=0)
    values = 1 + np.count_nonzero(np.diff(ordered, axis=0), axis=0)
    return np.asarray(values - (ordered[0] == REJECTED), np.int64)  # −1, the smallest, is first


def choose_disputed_images(
    predictions: Sequence[NDArray[np.int64]], count: int
) -> NDArray[np.int64]:
    """Indices of the `count` images with the most different predictions; ties: lowest index first.

    predictions: (N,) of each strategy, at least one; −1 = rejected, which is not counted. Images
    with only one predicted target are left out, so there may be fewer than `count`.
    """
    distinct = count_distinct_targets(np.stack(predictions))
    order = np.argsort(-distinct, kind="stable")
    return np.asarray(order[distinct[order] > 1][:count], np.int64)
