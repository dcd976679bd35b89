"""Mappings of the form z · weights + bias."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits, Probabilities
from .standard import Standard


@dataclass(frozen=True)
class Affine:
    """Scores = z · weights (S, K) + bias (K,); a bias of −inf: the target cannot be."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    of: Literal["logits"] = "logits"
    probabilities: Probabilities = "softmax"
    warning: str | None = None

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        return logits.astype(np.float64) @ self.weights + self.bias


def on_logits(
    standard: Standard, weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> Affine:
    """The mapper of logits that equals x · weights + bias for standardised logits x.

    Its columns sum to 0, since x is centred by image.
    """
    scaled = weights / standard.deviation[:, np.newaxis]
    return Affine(scaled - scaled.mean(axis=0), bias - standard.mean @ scaled)
