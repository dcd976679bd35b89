"""Reads CIFAR-10 in ConvNetJS's format: PNG sheets, one image in each row; labels in a script."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..core.arrays import Images, Labels
from ..core.errors import DataError
from ..core.files import read_text
from ..sources.entries import Convnetjs, Sheet
from .splits import Split, check_labels, join

SIDE = 32
SHEET_SIZE = (1024, 1000)  # width, the pixels of an image; height, the images
# a label has a few of the digits 0 to 9; other alphabets have digits of their own
SCRIPT = re.compile(
    r"\s*var\s+labels\s*=\s*\[\s*(\d{1,9}(?:\s*,\s*\d{1,9})*)\s*\]\s*;?\s*", re.ASCII
)


def read_splits(dataset: Convnetjs, files: Mapping[str, Path]) -> tuple[Split, Split]:
    """Train and test split, from the files by name; DataError names a file that does not fit."""
    path = files[dataset.labels.name]
    labels = read_labels(path)
    train, test = (
        join(
            [
                Split(read_sheet(files[sheet.file.name]), _labels_of(sheet, labels, path))
                for sheet in sheets
            ],
            SIDE,
            SIDE,
        )
        for sheets in (dataset.train, dataset.test)
    )
    check_labels(path, (train, test) if dataset.train else (test,), dataset.classes)
    return train, test


def read_sheet(path: Path) -> Images:
    """Images uint8 (1000, 32, 32, 3): row i of the sheet is image i, its pixels row by row."""
    from PIL import Image

    try:
        with Image.open(path, formats=["PNG"]) as sheet:
            if sheet.size != SHEET_SIZE or sheet.mode != "RGB":
                width, height = sheet.size
                raise DataError(
                    f"{path} is a {sheet.mode} image of {width}×{height}; wanted: an RGB sheet of "
                    f"{SHEET_SIZE[0]}×{SHEET_SIZE[1]}, 1,000 images of 32×32."
                )
            pixels = np.asarray(sheet)
    # Pillow raises any of these for a damaged file
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} is not a PNG sheet ({error}).") from error
    return pixels.reshape(-1, SIDE, SIDE, 3)


def read_labels(path: Path) -> Labels:
    """Labels int64 (N,) from the text `var labels=[6, 9, …];`; no code is executed."""
    try:
        match = SCRIPT.fullmatch(read_text(path))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
    if not match:
        raise DataError(f"{path} is not a list of labels; wanted: var labels=[6, 9, …];")
    return np.array([int(number) for number in match[1].split(",")], dtype=np.int64)


def _labels_of(sheet: Sheet, labels: Labels, path: Path) -> Labels:
    part = labels[sheet.first : sheet.first + SHEET_SIZE[1]]
    if len(part) < SHEET_SIZE[1]:
        raise DataError(
            f"{path} holds {len(labels)} labels; {sheet.file.name} needs those from "
            f"{sheet.first} to {sheet.first + SHEET_SIZE[1] - 1}."
        )
    return part
