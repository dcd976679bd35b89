"""Mean and deviation of each logit over a set of images, and logits measured by them.

A network's logits are defined up to a constant per image, so each image's own mean is taken off
first: what is fitted to standardised logits does not depend on that constant.

All sums are in double precision, so that their rounding, which differs between processors, stays
far below what is kept: features are stored in single precision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits

CHUNK = 4096  # images held in double precision at once: 33 MB instead of 400 for 50,000

Features = NDArray[np.float32]  # (N, S), standardised logits
Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True)
class Standard:
    """What is usual for each centred logit; float64 (S,), deviation 1 where none varies."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]

    def of(self, logits: Logits) -> NDArray[np.float64]:
        """Logits (N, S), centred by image, in deviations from the mean."""
        return (centred(logits) - self.mean) / self.deviation

    def features(self, logits: Logits) -> Features:
        """The same for any number of images, in single precision: half the memory."""
        features = np.empty(logits.shape, np.float32)
        for part, place in zip(in_chunks(logits), in_chunks(features), strict=True):
            place[:] = self.of(part)
        return features


def measure(logits: Logits) -> Standard:
    """Standard of logits (N, S), N ≥ 1, with population deviations."""
    mean = sum(centred(part).sum(axis=0) for part in in_chunks(logits)) / len(logits)
    squares = sum(np.square(centred(part) - mean).sum(axis=0) for part in in_chunks(logits))
    deviation = np.sqrt(squares / len(logits))
    # rounding leaves a constant logit with a deviation of its last bits
    constant = deviation <= np.finfo(np.float32).eps * np.abs(mean)
    return Standard(mean, np.where(constant, 1.0, deviation))


def centred(logits: Logits) -> NDArray[np.float64]:
    """Logits (N, S) less each image's own mean."""
    exact = logits.astype(np.float64)
    exact -= exact.mean(axis=1, keepdims=True)
    return exact


def in_chunks(rows: NDArray[Number], size: int = CHUNK) -> Iterator[NDArray[Number]]:
    """The rows in order, `size` at a time, as views."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
