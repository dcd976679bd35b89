"""Mappers: what a strategy has become once it is fitted; logits in, scores out."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import REJECTED, Logits, Probabilities

Floats = NDArray[np.floating]


class Mapper(Protocol):
    """Logits (N, S) to scores (N, K): higher is likelier, −inf says that it cannot be."""

    @property
    def probabilities(self) -> Probabilities:
        """How these scores become probabilities, or that they do not."""
        ...

    @property
    def warning(self) -> str | None:
        """A sign, in the images of the fit, that an assumption of the fit is wrong; else None."""
        ...

    def __call__(self, logits: Logits) -> Floats: ...


@dataclass(frozen=True)
class Linear:
    """Scores = x · weights (S, K), with x the logits z or their softmax p.

    A target whose column is all zeros has no class that speaks for it: its score is −inf.
    """

    weights: Floats
    of: Literal["logits", "probabilities"]
    probabilities: Probabilities
    warning: str | None = None

    @property
    def bias(self) -> Floats:
        """(K,): 0, or −inf for a target without any weight."""
        return np.where(self.weights.any(axis=0), 0.0, -np.inf)

    def __call__(self, logits: Logits) -> Floats:
        exact = logits.astype(np.float64)
        inputs = exact if self.of == "logits" else softmax(exact, axis=1)
        return np.asarray(inputs @ self.weights + self.bias)


def predict(scores: Floats) -> NDArray[np.int64]:
    """Index of the highest score, the lowest index of equal ones; −1 where no target can be.

    scores (N, K), −inf where a target cannot be. Returns (N,) in [−1, K).
    """
    return np.where(np.isneginf(scores).all(axis=1), REJECTED, scores.argmax(axis=1))


def divide_or_zero(numerator: Floats, denominator: Floats) -> Floats:
    """Elementwise quotient, broadcast; 0/0 = 0 (an ImageNet class that no image favours)."""
    zeros = np.zeros(np.broadcast_shapes(numerator.shape, denominator.shape))
    return np.divide(numerator, denominator, out=zeros, where=denominator > 0)


def normalise_columns(table: Floats, empty: Literal["even", "zero"]) -> Floats:
    """Columns scaled to sum 1. A column of zeros: 1/S in every row (even), or as it is (zero)."""
    total = table.sum(axis=0)
    columns = np.full(table.shape, 1 / len(table) if empty == "even" else 0.0)
    return np.asarray(np.divide(table, total, out=columns, where=total > 0))
