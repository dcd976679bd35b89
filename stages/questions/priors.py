"""What a confusion matrix would be if the targets were as frequent as somebody likes.

Row t of the matrix says how images of t are answered; how many such images there are does not
change that. So row t, scaled to the share π_t, is what another mixture of the same images gives on
average: nothing is drawn, nothing is computed anew.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..statistics import class_scores
from .evidence import Matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Under one prior; macro: the mean over the targets, each counting the same."""

    accuracy: float
    macro_precision: float
    macro_recall: float
    macro_f1: float


def observed(matrix: Matrix) -> Floats:
    """Shares (K,) of the targets among the images themselves."""
    support = matrix.counts.sum(axis=1)
    shares: Floats = support / float(support.sum())
    return shares


def long_tail(targets: int, imbalance: float) -> Floats:
    """Shares (K,), evenly spaced in their logarithms; the first is `imbalance` times the last."""
    falling = imbalance ** -np.linspace(0, 1, targets)
    shares: Floats = falling / falling.sum()
    return shares


def always_first(targets: tuple[str, ...]) -> Matrix:
    """Confusion matrix of a classifier that always predicts the first class."""
    counts = np.zeros((len(targets), len(targets) + 1), dtype=np.int64)
    counts[:, 0] = 1
    return Matrix(targets, counts)


def score_on_prior(matrix: Matrix, prior: Floats) -> Scores:
    """Expected scores where target t has the share prior[t]; 0/0 is 0, as in `evaluate`.

    A rejected image is wrong: it lowers its target's recall, and nobody's precision.
    """
    support = matrix.counts.sum(axis=1, keepdims=True)
    expected = prior[:, np.newaxis] * matrix.counts / np.maximum(support, 1)  # rows sum to π
    precision, recall, f1 = class_scores(expected).mean(axis=0)
    return Scores(float(np.diagonal(expected).sum()), float(precision), float(recall), float(f1))
