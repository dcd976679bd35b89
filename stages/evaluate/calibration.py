"""Top-label calibration (of the images with confidence c, is a share c right?), and temperatures.

confidence (N,) in [0, 1] is the probability of the predicted target, right (N,) whether that is the
true target. Bins are right-closed, as in Guo et al. (2017): edge i belongs to the bin below it, 1.0
to the last bin, and 0.0 to the first.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels
from ..statistics import Estimate
from .bootstrap import percentile_interval
from .probability import normalise_log

Floats = NDArray[np.float64]

_DRAWS = 10_000  # the limits of `error_if_calibrated` are then uncertain by 1 %
# if all predictions are right (or wrong), the loss falls towards one end until it is flat
COLDEST, HOTTEST = 0.01, 100.0


class Reliability(NamedTuple):
    """B bins; accuracy and confidence: the means over the images of a bin, NaN in an empty bin."""

    low: Floats
    high: Floats
    images: NDArray[np.int64]
    confidence: Floats
    accuracy: Floats


def equal_width_edges(bins: int) -> Floats:
    """B + 1 edges from 0 to 1, evenly spaced."""
    return np.linspace(0.0, 1.0, bins + 1)


def equal_mass_edges(confidence: Floats, bins: int) -> Floats:
    """B + 1 edges at the quantiles of N ≥ 1 confidences, so that bins have equally many images.

    Equal confidences are always in the same bin; with many ties, some bins are larger or empty.
    """
    return np.quantile(confidence, np.linspace(0.0, 1.0, bins + 1))


def reliability(confidence: Floats, right: NDArray[np.bool_], edges: Floats) -> Reliability:
    """The data of a reliability diagram."""
    bins, count = _bins(confidence, edges), len(edges) - 1
    images = np.bincount(bins, minlength=count)
    totals = np.stack([np.bincount(bins, values, count) for values in (confidence, right)])
    means = np.divide(totals, images, out=np.full(totals.shape, np.nan), where=images > 0)
    return Reliability(edges[:-1], edges[1:], images.astype(np.int64), *means)


def expected_calibration_error(
    confidence: Floats, right: NDArray[np.bool_], edges: Floats
) -> float:
    """Σ over bins of (images in it)/N · |accuracy − confidence|, in [0, 1]; empty bins count 0."""
    sums = np.bincount(_bins(confidence, edges), right - confidence, len(edges) - 1)
    return float(np.abs(sums).sum() / len(confidence))


def surpluses(confidence: Floats, right: NDArray[np.bool_], edges: Floats) -> NDArray[np.float32]:
    """(N, B): [right] − confidence of each image, in the column of its bin; 0 in other columns.

    The calibration error is the sum of the absolute column sums, divided by N.
    """
    columns = np.zeros((len(confidence), len(edges) - 1), np.float32)
    columns[np.arange(len(confidence)), _bins(confidence, edges)] = right - confidence
    return columns


def error_if_calibrated(confidence: Floats, edges: Floats, level: float) -> Estimate:
    """The calibration error of a perfectly calibrated strategy with these N confidences.

    Returns the mean and the interval of that level. If every probability is right, the surplus of
    right predictions in a bin has mean 0 and variance Σ c(1 − c); here it is normally distributed
    (after Bröcker and Smith, 2007, who resample it).
    """
    bins = _bins(confidence, edges)
    variance = np.bincount(bins, confidence * (1 - confidence), len(edges) - 1)
    noise = np.random.default_rng(0).standard_normal((_DRAWS, len(variance)))
    errors = np.abs(noise * np.sqrt(variance)).sum(axis=1) / len(confidence)
    return percentile_interval(float(errors.mean()), errors, level)


def error_interval(
    error: float, resampled: Floats, calibrated: Estimate, confidence: float
) -> Estimate:
    """Normal interval of a calibration error, corrected for its bias.

    It reaches down to 0 if a calibrated strategy could have this error by chance. The error is a
    sum of absolute values, so noise makes it larger, and resampling makes it larger again:
    percentile limits would be too high (docs/metrics.md has the measured coverage).
    """
    centre = 2 * error - float(resampled.mean())
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * float(resampled.std())
    low = 0.0 if error <= calibrated.high else centre - reach
    return Estimate(error, max(0.0, low), min(1.0, max(0.0, centre + reach)))


def fit_temperature(log_p: Floats, labels: Labels) -> float:
    """T in [0.01, 100] that minimises the mean −ln p of the true target under softmax(ln p / T).

    It uses labels, so a calibrated strategy does too, whatever its kind (Guo et al., 2017).

    log_p (N, K) of images to which the strategy was not fitted, labels (N,). An image whose true
    target is excluded has an infinite loss at any T and is left out; 1.0 if no image is left.
    """
    from scipy.optimize import minimize_scalar  # slow to import

    rows = np.isfinite(log_p[np.arange(len(labels)), labels])
    if not rows.any():
        return 1.0
    kept, truth = log_p[rows], labels[rows]

    def loss(log_temperature: float) -> float:
        tempered = apply_temperature(kept, np.exp(log_temperature))
        return -float(tempered[np.arange(len(truth)), truth].mean())

    # convex in 1/T, so there is one minimum in ln T
    limits = (np.log(COLDEST), np.log(HOTTEST))
    return float(np.exp(minimize_scalar(loss, bounds=limits, method="bounded").x))


def apply_temperature(log_p: Floats, temperature: float) -> Floats:
    """ln of softmax(ln p / T), (N, K); the order of the targets does not change."""
    return normalise_log(log_p / temperature)


def _bins(confidence: Floats, edges: Floats) -> NDArray[np.intp]:
    """(N,): the bin of each image, in [0, B)."""
    # the number of inner edges below: a confidence on an edge belongs to the bin below it
    return np.searchsorted(edges[1:-1], confidence, side="left")
