"""Do images held to be right with probability c turn out right in a share c of the cases?

Top-label calibration: confidence (N,) in [0, 1] is the probability of the predicted target,
right (N,) whether it is the true one. Bins are right-closed, as in Guo et al. (2017): edge i
belongs to the bin below it, 1.0 to the last one, and 0.0 to the first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stages.evaluate.bootstrap import Counts, resampled_sums

Floats = NDArray[np.float64]


class Reliability(NamedTuple):
    """B bins; accuracy and confidence are means over a bin's images, NaN in an empty bin."""

    low: Floats
    high: Floats
    images: NDArray[np.int64]
    confidence: Floats
    accuracy: Floats


def equal_width_edges(bins: int) -> Floats:
    """B + 1 edges from 0 to 1, evenly spaced."""
    return np.linspace(0.0, 1.0, bins + 1)


def equal_mass_edges(confidence: Floats, bins: int) -> Floats:
    """B + 1 edges at the quantiles, so that bins hold equally many images (N ≥ 1).

    Equal confidences are never parted: with many ties some bins are larger, others empty.
    """
    return np.quantile(confidence, np.linspace(0.0, 1.0, bins + 1))


def reliability(confidence: Floats, right: NDArray[np.bool_], edges: Floats) -> Reliability:
    """The data of a reliability diagram."""
    member = _membership(confidence, edges)
    images = member.sum(axis=0)
    totals = np.stack([confidence, right.astype(np.float64)]) @ member
    means = np.divide(totals, images, out=np.full(totals.shape, np.nan), where=images > 0)
    return Reliability(edges[:-1], edges[1:], images.astype(np.int64), *means)


def expected_calibration_error(
    confidence: Floats, right: NDArray[np.bool_], edges: Floats
) -> float:
    """Σ over bins of (images in it)/N · |accuracy − confidence|, in [0, 1]; empty bins count 0."""
    gaps = _membership(confidence, edges).T @ (right - confidence)
    return float(np.abs(gaps).sum() / len(confidence))


def resampled_calibration_errors(
    counts: Counts, confidence: Floats, right: NDArray[np.bool_], edges: Floats
) -> Floats:
    """The same of each resample, (R,), with the edges held fixed."""
    gaps = _membership(confidence, edges) * (right - confidence)[:, np.newaxis]
    errors: Floats = np.abs(resampled_sums(counts, gaps)).sum(axis=1) / len(counts)
    return errors


def _membership(confidence: Floats, edges: Floats) -> Floats:
    """(N, B), 1 where image i is in bin b."""
    # the number of inner edges strictly below: a confidence on an edge stays under it
    return np.eye(len(edges) - 1)[np.searchsorted(edges[1:-1], confidence, side="left")]
