"""Images with their labels: the result of both readers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files
from ..core.arrays import Images, Labels
from ..core.errors import DataError


@dataclass(frozen=True)
class Split:
    """Images uint8 (N, 32, 32, 3), RGB, and labels int64 (N,), both in CIFAR-10's own order.

    N = 0: the data set has no such images.
    """

    images: Images
    labels: Labels


def join(parts: Sequence[Split], height: int, width: int) -> Split:
    """All parts, one after the other; of none, no images of this size."""
    nothing = Split(np.empty((0, height, width, 3), np.uint8), np.empty(0, np.int64))
    several = [nothing, *parts]
    return Split(
        np.concatenate([part.images for part in several]),
        np.concatenate([part.labels for part in several]),
    )


def check_labels(path: Path, splits: Iterable[Split], classes: int) -> None:
    """DataError if a label is outside [0, classes); path: the file of the labels."""
    for split in splits:
        if not len(split.labels):
            raise DataError(f"{path} holds no labels.")
        low, high = int(split.labels.min()), int(split.labels.max())
        if low < 0 or high >= classes:
            raise DataError(
                f"{path} holds labels from {low} to {high}; allowed: 0 to {classes - 1}."
            )


def write_array(path: Path, array: NDArray[Any]) -> str:
    """Write a complete .npy file or none; returns its SHA-256."""
    with files.new_file(path) as beside:
        with beside.open("wb") as file:  # given a path, NumPy would add `.npy` to it
            np.save(file, array)
        return files.sha256(beside)
