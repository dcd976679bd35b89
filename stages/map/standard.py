"""Mean and deviation of each logit over a set of images, and logits measured by them.

A network's logits are defined up to a constant per image, so each image's own mean is taken off
first: what is fitted to standardised logits does not depend on that constant.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Logits

CHUNK = 4096  # images held in double precision at once: 33 MB instead of 400 for 50,000


@dataclass(frozen=True)
class Standard:
    """What is usual for each centred logit; float64 (S,), deviation 1 where none varies."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]

    def of(self, logits: Logits) -> Logits:
        """Logits (N, S), centred by image, in deviations from the mean; float32."""
        measured = centred(logits)
        measured -= self.mean.astype(np.float32)
        measured /= self.deviation.astype(np.float32)
        return measured


def measure(logits: Logits) -> Standard:
    """Standard of logits (N, S), N ≥ 1: population deviations, summed in double precision."""
    sums = np.zeros(logits.shape[1])
    for part in in_chunks(logits):
        sums += centred(part).sum(axis=0, dtype=np.float64)
    mean = sums / len(logits)
    squares = np.zeros_like(mean)
    for part in in_chunks(logits):
        squares += np.square(centred(part) - mean).sum(axis=0)
    deviation = np.sqrt(squares / len(logits))
    # rounding leaves a constant logit with a deviation of its last bits
    still = deviation <= np.finfo(np.float32).eps * np.abs(mean)
    return Standard(mean, np.where(still, 1.0, deviation))


def centred(logits: Logits) -> Logits:
    """Logits (N, S) less each image's own mean."""
    return np.asarray(logits - logits.mean(axis=1, keepdims=True))


def in_chunks(logits: Logits) -> Iterator[Logits]:
    """The rows in order, CHUNK at a time, as views."""
    for start in range(0, len(logits), CHUNK):
        yield logits[start : start + CHUNK]
