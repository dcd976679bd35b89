"""Do images held to be right with probability c turn out right in a share c of the cases?

Top-label calibration: confidence (N,) in [0, 1] is the probability of the predicted target,
right (N,) whether it is the true one. Bins are right-closed, as in Guo et al. (2017): edge i
belongs to the bin below it, 1.0 to the last one, and 0.0 to the first.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..statistics import Estimate
from .bootstrap import percentile_interval

Floats = NDArray[np.float64]

_DRAWS = 10_000  # leaves the limits of `error_if_calibrated` uncertain by 1 %


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
    return float(np.abs(surpluses(confidence, right, edges).sum(axis=0)).sum() / len(confidence))


def surpluses(confidence: Floats, right: NDArray[np.bool_], edges: Floats) -> Floats:
    """[right] − confidence of each image, in the column of its bin: (N, B).

    The calibration error is the mean over images of the absolute column sums.
    """
    return _membership(confidence, edges) * (right - confidence)[:, np.newaxis]


def error_if_calibrated(confidence: Floats, edges: Floats, level: float) -> Estimate:
    """The calibration error that chance alone gives these N confidences: mean, middle `level`.

    With every probability right, a bin's surplus of right predictions has mean 0 and variance
    Σ c(1 − c), and is taken as normal (after Bröcker and Smith, 2007, who resample it).
    """
    variance = (confidence * (1 - confidence)) @ _membership(confidence, edges)
    noise = np.random.default_rng(0).standard_normal((_DRAWS, len(variance)))
    errors = np.abs(noise * np.sqrt(variance)).sum(axis=1) / len(confidence)
    return percentile_interval(float(errors.mean()), errors, level)


def error_interval(
    error: float, resampled: Floats, calibrated: Estimate, confidence: float
) -> Estimate:
    """Normal interval of a calibration error, less its bias; down to 0 where chance explains it.

    The error sums absolute values, so noise adds to it, and a resample adds as much once more:
    percentile limits would lie above the truth (coverage measured in docs/metrics.md).
    """
    centre = 2 * error - float(resampled.mean())
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * float(resampled.std())
    low = 0.0 if error <= calibrated.high else centre - reach
    return Estimate(error, max(0.0, low), min(1.0, max(0.0, centre + reach)))


def _membership(confidence: Floats, edges: Floats) -> Floats:
    """(N, B), 1 where image i is in bin b."""
    # the number of inner edges strictly below: a confidence on an edge stays under it
    return np.eye(len(edges) - 1)[np.searchsorted(edges[1:-1], confidence, side="left")]
