"""Standardised logits: mean 0 and standard deviation 1 for each class over a set of images.

A network's logits are defined up to a constant for each image. So the mean of each image is
subtracted first, and a fit to standardised logits does not depend on that constant.

All sums are in double precision, because their rounding differs between processors; it stays far
below single precision, in which the features are stored.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import LogitRows, Logits
from ..core.rows import CHUNK, in_chunks

LARGE = 4096  # images at a time in products of S × S, which are faster in large pieces: 33 MB

Features = NDArray[np.float32]  # (N, S), standardised logits, in memory


@dataclass(frozen=True)
class Scaler:
    """Mean and standard deviation of each centred logit, float64 (S,); std is 1 if constant."""

    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    def transform(self, logits: Logits) -> NDArray[np.float64]:
        """Standardised logits (N, S): (centred − mean) / std."""
        return (centred(logits) - self.mean) / self.std

    def features(self, logits: LogitRows) -> "Standardised":
        """The same in single precision, computed where it is read."""
        return Standardised(self, logits)


@dataclass(frozen=True)
class Standardised:
    """Standardised logits (N, S) in slices; each is computed when it is asked for.

    A fit that reads them once or twice needs no memory for them; others keep `features[:]`.
    """

    scaler: Scaler
    logits: LogitRows

    @property
    def shape(self) -> tuple[int, int]:
        """(N, S)."""
        images, classes = self.logits.shape
        return images, classes

    def __len__(self) -> int:
        return len(self.logits)

    def __getitem__(self, rows: slice, /) -> Features:
        start, stop, _ = rows.indices(len(self))
        features = np.empty((stop - start, self.shape[1]), np.float32)
        for first, output in zip(range(start, stop, CHUNK), in_chunks(features), strict=True):
            output[:] = self.scaler.transform(self.logits[first : min(first + CHUNK, stop)])
        return features


FeatureRows = Features | Standardised


def fit_scaler(logits: LogitRows) -> Scaler:
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
