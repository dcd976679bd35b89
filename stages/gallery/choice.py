"""Which images are shown: the same ones in every run, none picked by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels


def first_of_each_class(labels: Labels, targets: int, count: int) -> NDArray[np.int64]:
    """Indices of the first `count` images of each target, target by target; fewer where fewer are.

    labels (N,) in [0, targets).
    """
    return np.concatenate([np.flatnonzero(labels == target)[:count] for target in range(targets)])


def count_answers(predictions: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different targets each image is called, (N,); predictions (M, N), −1 = rejected.

    A rejection calls an image nothing, so the count is 0 where all reject.
    """
    ordered = np.sort(predictions, axis=0)
    values = 1 + np.count_nonzero(np.diff(ordered, axis=0), axis=0)
    return np.asarray(values - (ordered[0] == REJECTED), np.int64)  # −1, the smallest, is first


def most_disputed(predictions: Sequence[NDArray[np.int64]], count: int) -> NDArray[np.int64]:
    """Indices of the images that are called most different things, in that order, then by index.

    predictions: at least one (N,), −1 = rejected, which calls an image nothing. Images that are
    called one thing at most are never among them, so fewer than `count` may come back.
    """
    answers = count_answers(np.stack(predictions))
    order = np.argsort(-answers, kind="stable")
    return np.asarray(order[answers[order] > 1][:count], np.int64)
