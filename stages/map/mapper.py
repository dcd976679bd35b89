"""Mappers: fitted strategies, functions from logits to scores."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import Logits, Probabilities

Floats = NDArray[np.floating]

WARNING = "warning: "  # how a note begins that asks the user to doubt the answer


class Mapper(Protocol):
    """Maps logits (N, S) to scores (N, K): higher is likelier, −inf excludes a target."""

    @property
    def probabilities(self) -> Probabilities:
        """How these scores become probabilities; "none" if they do not."""
        ...

    @property
    def note(self) -> str | None:
        """What the fit assumes of class frequencies, and what it would estimate, if it does.

        One that begins with WARNING is logged as a warning.
        """
        ...

    def __call__(self, logits: Logits) -> Floats: ...


@dataclass(frozen=True)
class Linear:
    """Scores = x · weights (S, K), where x are the logits z or their softmax p.

    A target whose column is all zeros has no ImageNet class: its score is −inf.
    """

    weights: Floats
    of: Literal["logits", "probabilities"]
    probabilities: Probabilities
    note: str | None = None

    @property
    def bias(self) -> Floats:
        """(K,): 0, or −inf for a target whose weights are all 0."""
        return np.where(self.weights.any(axis=0), 0.0, -np.inf)

    def __call__(self, logits: Logits) -> Floats:
        z = logits.astype(np.float64)
        inputs = z if self.of == "logits" else softmax(z, axis=1)
        return np.asarray(inputs @ self.weights + self.bias)


def divide_or_zero(numerator: Floats, denominator: Floats) -> Floats:
    """Elementwise quotient, broadcast; 0/0 = 0 (for a class that is top-1 of no image)."""
    zeros = np.zeros(np.broadcast_shapes(numerator.shape, denominator.shape))
    return np.divide(numerator, denominator, out=zeros, where=denominator > 0)


def normalise_columns(table: Floats, empty: Literal["even", "zero"]) -> Floats:
    """Columns scaled to sum 1. empty: a column of zeros becomes 1/S in each row, or stays zero."""
    total = table.sum(axis=0)
    columns = np.full(table.shape, 1 / len(table) if empty == "even" else 0.0)
    return np.asarray(np.divide(table, total, out=columns, where=total > 0))
