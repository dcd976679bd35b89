"""Reads images and labels from .npy files, in the forms of CIFAR-10.1 and CIFAR-10-C."""

from pathlib import Path

import numpy as np

from ..core import formats, paths
from ..core.arrays import Labels
from ..core.errors import DataError
from ..sources.own_data import Arrays, Npy
from .splits import Split, check_labels

SEVERITIES = 5
AGAIN = "dvc repro download, when it is there"


def read_splits(dataset: Npy, folder: Path) -> dict[paths.Split, Split]:
    """Every split that the entry names."""
    stated: dict[paths.Split, Arrays | None] = {"train": dataset.train, "test": dataset.test}
    return {
        split: _read(files, folder, dataset.classes)
        for split, files in stated.items()
        if files is not None
    }


def _read(stated: Arrays, folder: Path, classes: int) -> Split:
    pictures, numbers = folder / stated.images, folder / stated.labels
    images = formats.open_npy(pictures, AGAIN)
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] != 3:
        raise DataError(
            f"{pictures} holds {images.dtype} {images.shape}; wanted: uint8 (N, H, W, 3), RGB of 0 "
            "to 255."
        )
    labels = _read_labels(numbers)
    if len(images) != len(labels):
        raise DataError(
            f"{pictures} holds {len(images)} images and {numbers} {len(labels)} labels; wanted: "
            "one for each."
        )
    part = slice(None)
    if stated.severity is not None:
        fifth, rest = divmod(len(images), SEVERITIES)
        if rest:
            raise DataError(
                f"{pictures} holds {len(images)} images, which are not {SEVERITIES} severities of "
                "equal number. Take severity out of the entry where the file holds one only."
            )
        part = slice(fifth * (stated.severity - 1), fifth * stated.severity)
    split = Split(images[part], labels[part])
    check_labels(numbers, (split,), classes)
    return split


def _read_labels(path: Path) -> Labels:
    labels = formats.open_npy(path, AGAIN)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise DataError(
            f"{path} holds {labels.dtype} {labels.shape}; wanted: whole numbers (N,), the classes "
            "from 0."
        )
    return np.asarray(labels).astype(np.int64)
