"""Images with their labels: the result of every reader."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import files, paths
from ..core.arrays import Images, Labels
from ..core.errors import DataError
from ..sources.own_data import Fitting
from .picture import read_picture

MOST_TOLD = 5  # pictures in a message, by name


@dataclass(frozen=True)
class Split:
    """Images uint8 (N, H, W, 3), RGB, and labels int64 (N,), both in the data set's own order.

    N = 0: the data set has no such images. notes: how many pictures were turned, grey, resized …
    """

    images: Images
    labels: Labels
    notes: Mapping[str, int] = field(default_factory=dict)


def read_pictures(
    contents: Iterable[tuple[bytes, str]], labels: Sequence[int], fitting: Fitting
) -> Split:
    """Pictures, each with its name for messages, as one split.

    They lie in an unnamed file in work/, so that memory does not grow with their number. DataError
    names the first ones that cannot be read.
    """
    paths.WORK.mkdir(exist_ok=True)
    notes: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryFile(dir=paths.WORK) as file:
        for content, where in contents:
            try:
                read = read_picture(content, where, fitting)
            except DataError as error:
                faults.append(str(error))
            else:
                file.write(read.pixels.tobytes())
                notes.update(read.notes)
        if faults:
            more = len(faults) - MOST_TOLD
            told = " ".join(faults[:MOST_TOLD])
            raise DataError(f"{told} {more} more cannot be read." if more > 0 else told)
        file.flush()
        shape = (len(labels), fitting.side, fitting.side, 3)
        images: Images = np.memmap(file, np.uint8, "r", shape=shape)  # it keeps the file
    return Split(images, np.array(labels, dtype=np.int64), dict(sorted(notes.items())))


def empty(like: Split) -> Split:
    """No images of the same size: those of a split that a data set does not have."""
    return Split(np.empty((0, *like.images.shape[1:]), np.uint8), np.empty(0, np.int64))


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
