"""Percentile bootstrap of the test images; memory stays flat, however many images there are.

What depends on the counts of a few cells alone is drawn from them (`draw_cells`), at a cost that
does not grow with the images. All other numbers take one seeded set of resamples of the images,
block by block: resample r has the same images for every strategy. The intervals cover the random
sample of test images, not of training images.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..core.rows import in_chunks
from ..statistics import Estimate, class_scores

# (N, r): how often image i is in each of r resamples; one byte is enough, because 256 times the
# same image has a probability below 1e-500
Counts = NDArray[np.uint8]
Floats = NDArray[np.float64]

AT_A_TIME = 32  # resamples
SEGMENT = 16_384  # images of them as floats: 2 MB, which fits into the processor's cache
KEPT = 250_000_000  # bytes of counts that are kept for the next strategy; more are drawn again
CELLS = 4_000_000  # drawn at a time


@dataclass(frozen=True)
class Resamples:
    """R resamples of N ≥ 1 images, drawn with replacement."""

    images: int
    number: int
    seed: int

    def blocks(self) -> Iterable[Counts]:
        """The resamples in order, some at a time: the same each time."""
        return self._kept if self.images * self.number <= KEPT else self._draw()

    @cached_property
    def _kept(self) -> list[Counts]:
        return list(self._draw())

    def _draw(self) -> Iterator[Counts]:
        random = np.random.default_rng(self.seed)
        for start in range(0, self.number, AT_A_TIME):
            drawn = np.empty((min(AT_A_TIME, self.number - start), self.images), dtype=np.uint8)
            for row in drawn:
                images = random.integers(self.images, size=self.images)
                row[:] = np.bincount(images, minlength=self.images)
            yield np.ascontiguousarray(drawn.T)


def draw_once(images: int) -> list[Counts]:
    """One block (N, 1): the images themselves as the only resample."""
    return [np.ones((images, 1), dtype=np.uint8)]


def draw_cells(counts: NDArray[np.int64], resamples: Resamples) -> Iterator[NDArray[np.int64]]:
    """Counts (r, C) of C cells in each resample, some resamples at a time, from counts (C,).

    Each image is in one cell, so resampled images are a multinomial draw of the cells.
    """
    random, filled = np.random.default_rng(resamples.seed), np.flatnonzero(counts)
    shares, width = counts[filled] / counts.sum(), max(1, CELLS // len(counts))
    for start in range(0, resamples.number, width):
        drawn = np.zeros((min(width, resamples.number - start), len(counts)), dtype=np.int64)
        drawn[:, filled] = random.multinomial(counts.sum(), shares, size=len(drawn))
        yield drawn


def resampled_scores(confusion: NDArray[np.int64], resamples: Resamples) -> Floats:
    """Precision, recall and F1 of K classes, (R, K, 3), from a confusion matrix (K, K + 1)."""
    drawn = draw_cells(confusion.ravel(), resamples)
    return np.concatenate([class_scores(cells.reshape(-1, *confusion.shape)) for cells in drawn])


def resampled_sums(
    blocks: Iterable[Counts], columns: Mapping[str, NDArray[np.generic]]
) -> dict[str, Floats]:
    """(R, M) for each of some columns (N, M): their sums over each resample.

    Columns are in single precision, sums of many images in double precision. One product for all
    columns, because the counts are the largest array and are read only once.
    """
    values = np.concatenate([each.astype(np.float32) for each in columns.values()], axis=1)
    sums = np.concatenate([_sum_block(counts, values) for counts in blocks])
    ends = np.cumsum([each.shape[1] for each in columns.values()])[:-1]
    return dict(zip(columns, np.split(sums, ends, axis=1), strict=True))


def _sum_block(counts: Counts, values: NDArray[np.float32]) -> Floats:
    sums = np.zeros((counts.shape[1], values.shape[1]))
    segments = zip(in_chunks(counts, SEGMENT), in_chunks(values, SEGMENT), strict=True)
    for drawn, part in segments:
        sums += drawn.T.astype(np.float32) @ part
    return sums


def percentile_interval(value: float, resampled: Floats, confidence: float) -> Estimate:
    """The value with the percentile interval of its resampled values (R,).

    NaN: the number is not defined in a resample; such resamples are left out.
    """
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail])
    return Estimate(float(value), float(low), float(high))
