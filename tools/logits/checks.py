"""Makes logits and labels of what was read, or says in one line why it is none."""

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import IMAGENET_CLASSES, Labels, Logits
from stages.core.errors import DataError
from tools.logits.files import Array

SUM_ERROR = 1e-2  # of a row of probabilities in half precision


def to_logits(values: Array, where: str, offset: int, *, probabilities: bool) -> Logits:
    """float32 (N, 1000), finite; where: the file, for messages.

    offset: columns before ImageNet's first class. probabilities: their logarithms are the logits.
    """
    rows = _take_columns(values, where, offset)
    if not np.isfinite(rows).all():
        image, column = np.argwhere(~np.isfinite(rows))[0]
        bad = int((~np.isfinite(rows)).any(axis=1).sum())
        raise DataError(
            f"{where}: image {image}, class {column} is {rows[image, column]}; {bad} image"
            f"{'s have' if bad > 1 else ' has'} such numbers; wanted: finite ones."
        )
    if are_probabilities(rows) != probabilities and len(rows):
        raise DataError(
            f"{where} does not hold probabilities: not every row sums to 1. Leave out "
            "--probabilities."
            if probabilities
            else f"{where} holds probabilities: each row sums to 1. Give the logits before the "
            "softmax, or add --probabilities to take their logarithms."
        )
    if probabilities:
        # one that was rounded to 0 gets the smallest number instead, whose logarithm is finite
        rows = np.log(np.maximum(rows, np.finfo(np.float32).tiny))
    if np.abs(rows).max(initial=0) > np.finfo(np.float32).max:
        raise DataError(f"{where} holds numbers that are too large for float32.")
    return np.ascontiguousarray(rows, dtype=np.float32)


def _take_columns(values: Array, where: str, offset: int) -> NDArray[np.float64]:
    wanted = f"(N, {IMAGENET_CLASSES}), a row an image"
    if values.ndim != 2:
        raise DataError(f"{where} holds an array {values.shape}; wanted: {wanted}.")
    columns = values.shape[1] - offset
    if columns != IMAGENET_CLASSES:
        background = values.shape[1] == IMAGENET_CLASSES + 1
        raise DataError(
            f"{where} has {values.shape[1]} columns; wanted: {wanted}"
            + (
                ". If the first column is a background class, add: --label-offset 1"
                if background
                else f" and --label-offset {offset} before them."
                if offset
                else ", in the order of stages/vocabulary/imagenet.csv."
            )
        )
    return values[:, offset:].astype(np.float64)


def are_probabilities(rows: NDArray[np.float64]) -> bool:
    """Whether all numbers are in [0, 1] and each row sums to 1, as no row of logits does."""
    within = bool(((rows >= 0) & (rows <= 1)).all())
    return within and bool((np.abs(rows.sum(axis=1) - 1) < SUM_ERROR).all())


def to_labels(values: Array, where: str, images: int, classes: int) -> Labels:
    """int64 (N,) in [0, classes), one for each of the images."""
    if values.ndim != 1 or values.dtype.kind not in "iu":
        raise DataError(
            f"{where} holds {values.dtype} {values.shape}; wanted: whole numbers (N,), the label "
            "of each image."
        )
    if len(values) != images:
        raise DataError(f"{where} has {len(values)} labels, and there are logits of {images}.")
    if images and not 0 <= values.min() <= values.max() < classes:
        raise DataError(
            f"{where} holds labels from {values.min()} to {values.max()}; allowed: 0 to "
            f"{classes - 1}, the classes of `targets` in params.yaml."
        )
    return values.astype(np.int64)
