"""Standardised logits: mean 0 and standard deviation 1 for each class over a set of images.

A network's logits are defined up to a constant for each image. So the mean of each image is
subtracted first, and a fit to standardised logits does not depend on that constant.

All sums are in double precision, because their rounding differs between processors; it stays far
below single precision, in which the features are stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits

# Images in double precision at the same time: 2 MB, which stays in the processor's cache
CHUNK = 256
LARGE = 4096  # the same for products of S × S, which are faster in large pieces: 33 MB

Features = NDArray[np.float32]  # (N, S), standardised logits
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Scaler:
    """Mean and standard deviation of each centred logit, float64 (S,); std is 1 if constant."""

    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    def transform(self, logits: Logits) -> NDArray[np.float64]:
        """Standardised logits (N, S): (centred − mean) / std."""
        return (centred(logits) - self.mean) / self.std

    def features(self, logits: Logits) -> Features:
        """The same in single precision, chunk by chunk: it needs half the memory."""
        features = np.empty(logits.shape, np.float32)
        for part, output in zip(in_chunks(logits), in_chunks(features), strict=True):
            output[:] = self.transform(part)
        return features


def fit_scaler(logits: Logits) -> Scaler:
    """Mean and standard deviation of logits (N, S), N ≥ 1; the variance divides by N."""
    mean = sum(centred(part).sum(axis=0) for part in in_chunks(logits)) / len(logits)
    squares = sum(np.square(centred(part) - mean).sum(axis=0) for part in in_chunks(logits))
    std = np.sqrt(squares / len(logits))
    # rounding gives a constant logit a tiny std instead of 0
    constant = std <= np.finfo(np.float32).eps * np.abs(mean)
    return Scaler(mean, np.where(constant, 1.0, std))


def centred(logits: Logits) -> NDArray[np.float64]:
    """Logits (N, S) minus the mean of each image."""
    z = logits.astype(np.float64)
    z -= z.mean(axis=1, keepdims=True)
    return z


def in_chunks(rows: NDArray[Number], size: int = CHUNK) -> Iterator[NDArray[Number]]:
    """Views of `size` rows each, in order."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
