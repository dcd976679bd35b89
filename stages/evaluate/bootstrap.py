"""Percentile bootstrap: one seeded set of resampled test sets, shared by all numbers.

Sharing makes resample r the same images for every strategy and every number, so that differences
between strategies are paired too. It covers the draw of the images, not of the training set.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import REJECTED, Labels

Counts = NDArray[np.uint8]  # (N, R): how often image i is in resample r; columns sum to N
Floats = NDArray[np.float64]

_AT_A_TIME = 250  # resamples: 20 MB for 10,000 images


class Estimate(NamedTuple):
    """A number with its confidence limits."""

    value: float
    low: float
    high: float


def draw_resamples(images: int, resamples: int, seed: int) -> Counts:
    """R multinomial draws of N ≥ 1 images from N, with replacement.

    One byte is enough: an image is drawn once on average, 256 times with probability below 1e-500.
    """
    random = np.random.default_rng(seed)
    counts = np.empty((resamples, images), dtype=np.uint8)
    for row in counts:
        row[:] = np.bincount(random.integers(images, size=images), minlength=images)
    return np.ascontiguousarray(counts.T)  # an image's row is then gathered as one piece


def resampled_sums(counts: Counts, values: NDArray[np.floating]) -> Floats:
    """Sum of each column of values (N, M) over each resample: (R, M).

    Computed in the values' own type: float32 is exact for zeros and ones, and twice as fast.
    """
    parts = [
        values.T @ counts[:, start : start + _AT_A_TIME].astype(values.dtype)
        for start in range(0, counts.shape[1], _AT_A_TIME)
    ]
    return np.concatenate(parts, axis=1).T.astype(np.float64)


def resampled_means(counts: Counts, values: Floats) -> Floats:
    """Mean of values (N,) over each resample: (R,)."""
    means: Floats = resampled_sums(counts, values[:, np.newaxis])[:, 0] / len(counts)
    return means


def resampled_confusions(
    counts: Counts, labels: Labels, predictions: NDArray[np.int64], targets: int
) -> Floats:
    """Confusion counts of each resample: (R, K, K + 1), rows the truth, last column rejected."""
    columns = np.where(predictions == REJECTED, targets, predictions)
    cell = np.zeros((len(labels), targets * (targets + 1)), dtype=np.float32)
    cell[np.arange(len(labels)), labels * (targets + 1) + columns] = 1
    return resampled_sums(counts, cell).reshape(-1, targets, targets + 1)


def f1_scores(confusions: Floats) -> Floats:
    """F1 of each class, (…, K), from confusion counts (…, K, K + 1); 0 where it is 0/0."""
    right = np.diagonal(confusions, axis1=-2, axis2=-1)
    either = confusions.sum(axis=-1) + confusions[..., :-1].sum(axis=-2)  # actual + predicted
    scores: Floats = np.divide(2 * right, either, out=np.zeros(right.shape), where=either > 0)
    return scores


def percentile_interval(value: float, resampled: Floats, confidence: float) -> Estimate:
    """The value with the middle `confidence` of its resampled values (R,).

    NaN marks resamples in which the number has no meaning; they are left out.
    """
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    return Estimate(float(value), float(low), float(high))
