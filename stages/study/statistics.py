"""Histograms of uint8 images: whatever is asked of single values is answered by 3 × 256 counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images
from ..infer.weights import Triple

CHUNK = 1000  # images in memory at once
LEVELS = np.arange(256) / 255  # what a uint8 value means


@dataclass(frozen=True)
class Statistics:
    """Mean and standard deviation of R, G and B over all values in [0, 1]."""

    mean: Triple
    std: Triple


def histogram(images: Images) -> NDArray[np.int64]:
    """Counts (3, 256) of the values of R, G and B in images (N, H, W, 3), N ≥ 1."""
    counts = np.zeros((3, 256), dtype=np.int64)
    for start in range(0, len(images), CHUNK):
        part = np.array(images[start : start + CHUNK])
        for channel in range(3):
            counts[channel] += np.bincount(part[..., channel].ravel(), minlength=256)
    return counts


def statistics(counts: NDArray[np.int64]) -> Statistics:
    """Of a histogram (3, 256)."""
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares @ LEVELS
    std = np.sqrt(shares @ LEVELS**2 - mean**2)
    return Statistics(_triple(mean), _triple(std))


def _triple(values: NDArray[np.float64]) -> Triple:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
