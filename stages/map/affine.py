"""Mappers of the form z · weights + bias."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits, Probabilities
from .standard import Scaler


@dataclass(frozen=True)
class Affine:
    """Scores = z · weights (S, K) + bias (K,); a bias of −inf excludes the target."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    of: Literal["logits"] = "logits"
    probabilities: Probabilities = "softmax"
    note: str | None = None

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        return logits.astype(np.float64) @ self.weights + self.bias


def unscale_weights(
    scaler: Scaler, weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> Affine:
    """The mapper of plain logits that is equal to x · weights + bias of standardised logits x.

    Each column of its weights sums to 0, because x is centred by image.
    """
    scaled = weights / scaler.std[:, np.newaxis]
    return Affine(scaled - scaled.mean(axis=0), bias - scaler.mean @ scaled)
