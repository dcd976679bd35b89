"""Images with their labels, as both formats of CIFAR-10 give them."""

from collections.abc import Iterable
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
    """Images uint8 (N, 32, 32, 3), RGB, and labels int64 (N,), both in CIFAR-10's own order."""

    images: Images
    labels: Labels


def check_labels(path: Path, splits: Iterable[Split], classes: int) -> None:
    """DataError where a label is outside [0, classes); path is the file that holds them."""
    for split in splits:
        low, high = int(split.labels.min()), int(split.labels.max())
        if low < 0 or high >= classes:
            raise DataError(
                f"{path} holds labels from {low} to {high}; allowed: 0 to {classes - 1}."
            )


def write_array(path: Path, array: NDArray[Any]) -> str:
    """Write an .npy file, whole or not at all; returns its SHA-256."""
    with files.new_file(path) as beside:
        with beside.open("wb") as file:  # given a path, NumPy would add `.npy` to it
            np.save(file, array)
        return files.sha256(beside)
