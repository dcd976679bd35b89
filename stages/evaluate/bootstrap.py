"""Percentile bootstrap: one seeded set of resamples of the test images for all numbers.

Resample r has the same images for every strategy and every number, so differences between
strategies are paired. The intervals cover the random sample of test images, not of training images.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import REJECTED, Labels
from ..statistics import Estimate, class_scores

# (N, R): how often image i is in resample r; columns sum to N. They are floats because they are
# only multiplied; exact below 2²⁴ images. 80 MB for 10,000 images and 2,000 resamples.
Counts = NDArray[np.float32]
Floats = NDArray[np.float64]


def draw_resamples(images: int, resamples: int, seed: int) -> Counts:
    """R resamples of N ≥ 1 images, drawn with replacement."""
    random = np.random.default_rng(seed)
    # one byte is enough: 256 times the same image has a probability below 1e-500
    drawn = np.empty((resamples, images), dtype=np.uint8)
    for row in drawn:
        row[:] = np.bincount(random.integers(images, size=images), minlength=images)
    return np.ascontiguousarray(drawn.T, dtype=np.float32)


def draw_once(images: int) -> Counts:
    """(N, 1): the images themselves as the only resample."""
    return np.ones((images, 1), dtype=np.float32)


def resampled_sums(counts: Counts, blocks: Mapping[str, NDArray[np.generic]]) -> dict[str, Floats]:
    """(R, M) for each block (N, M): the sum of each column over each resample; exact for integers.

    One product for all blocks, because the counts are the largest array and are read only once.
    """
    columns = np.concatenate([block.astype(np.float32) for block in blocks.values()], axis=1)
    sums = (columns.T @ counts).T.astype(np.float64)
    ends = np.cumsum([block.shape[1] for block in blocks.values()])[:-1]
    return dict(zip(blocks, np.split(sums, ends, axis=1), strict=True))


def confusion_cells(
    labels: Labels, predictions: NDArray[np.int64], targets: int
) -> NDArray[np.bool_]:
    """(N, K·(K + 1)): which cell of the flattened confusion matrix (K, K + 1) each image is in."""
    columns = np.where(predictions == REJECTED, targets, predictions)
    cells = np.zeros((len(labels), targets * (targets + 1)), dtype=np.bool_)
    cells[np.arange(len(labels)), labels * (targets + 1) + columns] = True
    return cells


def per_class_scores(cell_sums: Floats, targets: int) -> Floats:
    """Precision, recall and F1 of K classes, (R, K, 3), from confusion matrices (R, K·(K + 1))."""
    return class_scores(cell_sums.reshape(-1, targets, targets + 1))


def macro_f1_scores(cell_sums: Floats, targets: int) -> Floats:
    """Mean F1 over K classes, (R,), from confusion matrices (R, K·(K + 1))."""
    mean: Floats = per_class_scores(cell_sums, targets)[..., 2].mean(axis=1)
    return mean


def percentile_interval(value: float, resampled: Floats, confidence: float) -> Estimate:
    """The value with the percentile interval of its resampled values (R,).

    NaN: the number is not defined in a resample; such resamples are left out.
    """
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    return Estimate(float(value), float(low), float(high))
