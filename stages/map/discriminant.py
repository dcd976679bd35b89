"""Linear discriminant analysis with a shrunk covariance, in double precision and few passes.

The same estimate as scikit-learn's `ledoit_wolf` on the pooled residuals, followed by its
`LinearDiscriminantAnalysis` (a test compares them). That class itself decomposes each class's
covariance anew and then solves by SVD; here the images are read three times and the 1000 × 1000
system is solved by Cholesky. Images may have weights, which scikit-learn's class does not take.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from ..core.arrays import Labels
from .standard import Features, in_chunks

# Ledoit and Wolf see no need to shrink where all residuals are alike (a class of two images);
# this much keeps the covariance invertible
LEAST_SHRINKAGE = 1e-4
# share of a sum of squares that may be left, by rounding, of a logit that does not vary
ROUNDING = 1e-12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Discriminant:
    """Log posterior up to a constant = x · weights (S, K) + bias (K,), float64."""

    weights: Floats
    bias: Floats


def fit_discriminant(
    features: Features,
    labels: Labels,
    targets: int,
    shrinkage: float | None = None,
    image_weights: Floats | None = None,
) -> Discriminant:
    """LDA of features (N, S), best standardised, with labels (N,) in [0, targets).

    shrinkage: share of the diagonal in the covariance; None: what Ledoit and Wolf (2004) estimate.
    image_weights (N,) ≥ 0: an image of weight ½ counts as half an image; None: all count as one.
    A class without images has bias −inf; with no image more than classes, all directions count
    alike (nearest mean).
    """
    each = np.ones(len(labels)) if image_weights is None else image_weights
    counts = np.bincount(labels, each, minlength=targets).astype(np.float64)
    means = class_means(features, labels, targets, each)
    covariance = _covariance(features, each, means, counts)
    correlation, deviation = _correlate(covariance)
    if shrinkage is None:
        lengths = _residual_lengths(features, labels, means, deviation)
        shrinkage = _ledoit_wolf(correlation, lengths, each)
    diagonal = shrinkage * np.trace(correlation) / len(correlation)
    correlation *= 1 - shrinkage
    np.fill_diagonal(correlation, np.diag(correlation) + diagonal)
    # of a symmetric matrix the transposed view is the layout that LAPACK overwrites
    factor = cho_factor(correlation.T, lower=True, overwrite_a=True)
    weights = cho_solve(factor, (means / deviation).T) / deviation[:, np.newaxis]
    with np.errstate(divide="ignore"):
        priors = np.log(counts / counts.sum())
    return Discriminant(weights, priors - 0.5 * (means * weights.T).sum(axis=1))


def class_means(
    features: Features, labels: Labels, targets: int, image_weights: Floats | None = None
) -> Floats:
    """(K, S) mean features of each class; zeros for a class without images."""
    each = np.ones(len(labels)) if image_weights is None else image_weights
    belongs = np.eye(targets)[labels] * each[:, np.newaxis]
    sums = np.zeros((targets, features.shape[1]))
    for part, members in zip(in_chunks(features), in_chunks(belongs), strict=True):
        sums += members.T @ part.astype(np.float64)
    counts = belongs.sum(axis=0)
    return sums / np.where(counts > 0, counts, 1)[:, np.newaxis]


def _covariance(features: Features, each: Floats, means: Floats, counts: Floats) -> Floats:
    """Covariance within classes, (S, S): Σ w x xᵀ less that of the means, over Σ w.

    0 for a logit whose sum of squares is no more than its rounding.
    """
    total = np.zeros((features.shape[1],) * 2)
    for part, weights in zip(in_chunks(features), in_chunks(each), strict=True):
        rooted = part * np.sqrt(weights)[:, np.newaxis]
        total += rooted.T @ rooted  # a product that BLAS knows to be symmetric: half the work
    squares = np.diag(total).copy()
    total -= (means.T * counts) @ means
    constant = np.diag(total) <= ROUNDING * squares
    total[constant] = 0
    total[:, constant] = 0
    total /= counts.sum()
    return total


def _correlate(covariance: Floats) -> tuple[Floats, Floats]:
    """Correlation (S, S), which overwrites the covariance, and deviations (S,).

    Where nothing varies at all, every direction counts alike: the identity.
    """
    deviation = np.sqrt(np.diag(covariance))
    if not deviation.any():
        return np.eye(len(covariance)), np.ones(len(covariance))
    deviation[deviation == 0] = 1  # a logit that never varies
    covariance /= deviation
    covariance /= deviation[:, np.newaxis]
    return covariance, deviation


def _residual_lengths(
    features: Features, labels: Labels, means: Floats, deviation: Floats
) -> Floats:
    """Squared lengths (N,) of the residuals, each logit in its deviations within classes."""
    precision = deviation**-2
    return np.concatenate(
        [
            np.square(part - means[own]) @ precision
            for part, own in zip(in_chunks(features), in_chunks(labels), strict=True)
        ]
    )


def _ledoit_wolf(covariance: Floats, lengths: Floats, each: Floats) -> float:
    """Their optimal intensity: estimation error of the covariance over its distance to μI.

    covariance (S, S) of N centred vectors whose squared lengths are `lengths` (N,), with weights
    `each` (N,). Σₙ‖xₙxₙᵀ − C‖² = Σₙ‖xₙ‖⁴ − N‖C‖², so no fourth moment of S × S is needed.
    """
    count, size = each.sum(), len(covariance)
    norm = float(np.vdot(covariance, covariance))
    distance = norm - np.trace(covariance) ** 2 / size
    error = (each @ np.square(lengths) / count - norm) / count
    if distance <= 0:
        return 1.0
    return float(np.clip(error / distance, LEAST_SHRINKAGE, 1))
