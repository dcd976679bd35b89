"""Question 6: what normalisation does to the values, and what a viewer clips if nobody undoes it.

Normalising is (x − mean)/std: a shift, and a stretch by 1/std. Viewers show [0, 1] and clip the
rest.
"""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images
from ..infer.weights import Triple
from ..tables.study import Channel, Clipped
from .statistics import CHUNK, LEVELS


def normalise(values: NDArray[np.float64], mean: Triple, std: Triple) -> NDArray[np.float64]:
    """Values (…, 3) in [0, 1]."""
    normalised: NDArray[np.float64] = (values - np.array(mean)) / np.array(std)
    return normalised


def denormalise(values: NDArray[np.float64], mean: Triple, std: Triple) -> NDArray[np.float64]:
    """The way back, x·std + mean, (…, 3)."""
    restored: NDArray[np.float64] = values * np.array(std) + np.array(mean)
    return restored


def measure_channels(counts: NDArray[np.int64], mean: Triple, std: Triple) -> tuple[Channel, ...]:
    """R, G and B of the images with this histogram (3, 256)."""
    levels = normalise(np.repeat(LEVELS[:, None], 3, axis=1), mean, std).T
    shares = counts / counts.sum(axis=1, keepdims=True)
    below = (shares * (levels < 0)).sum(axis=1)
    above = (shares * (levels > 1)).sum(axis=1)
    return tuple(
        Channel(
            channel=name,
            mean=mean[index],
            std=std[index],
            black=float(levels[index, 0]),
            white=float(levels[index, -1]),
            stretch=1 / std[index],
            clipped_to_black=float(below[index]),
            clipped_to_white=float(above[index]),
        )
        for index, name in enumerate("RGB")
    )


def measure_clipped(images: Images, mean: Triple, std: Triple) -> Clipped:
    """Of images uint8 (N, H, W, 3), N ≥ 1."""
    levels = normalise(np.repeat(LEVELS[:, None], 3, axis=1), mean, std)
    outside = (levels < 0) | (levels > 1)  # (256, 3)
    values = pixels = 0
    for start in range(0, len(images), CHUNK):
        part = np.array(images[start : start + CHUNK])
        clipped = np.stack([outside[part[..., channel], channel] for channel in range(3)])
        values += int(clipped.sum())
        pixels += int(clipped.any(axis=0).sum())
    return Clipped(values / images.size, pixels / (images.size / 3), len(images))
