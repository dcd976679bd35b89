"""Linear discriminant analysis with a shrunk covariance, in double precision.

It is the same estimate as scikit-learn's `ledoit_wolf` on the pooled residuals, followed by its
`LinearDiscriminantAnalysis` (a test compares them). It is faster: the images are read twice,
and one 1000 × 1000 system is solved by Cholesky. Images may have weights, which scikit-learn's
class does not support.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from ..core.arrays import Labels
from ..core.rows import in_chunks
from .standard import LARGE, FeatureRows

# Ledoit and Wolf's estimate is 0 if all residuals are equal (a class of two images);
# this much keeps the covariance invertible
LEAST_SHRINKAGE = 1e-4
# a variance below this share of the sum of squares is rounding: the logit is constant
ROUNDING = 1e-12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Discriminant:
    """Log posterior up to a constant = x · weights (S, K) + bias (K,), float64."""

    weights: Floats
    bias: Floats


def fit_discriminant(
    features: FeatureRows,
    labels: Labels,
    targets: int,
    shrinkage: float | None = None,
    image_weights: Floats | None = None,
) -> Discriminant:
    """LDA of features (N, S), standardised if possible, with labels (N,) in [0, targets).

    shrinkage: share of the diagonal in the covariance; None: the estimate of Ledoit and Wolf
    (2004). image_weights (N,) ≥ 0: an image of weight ½ counts as half an image; None: all are 1.
    A class without images has bias −inf. If there are no more images than classes, the covariance
    is the identity (nearest mean).
    """
    image_weights = np.ones(len(labels)) if image_weights is None else image_weights
    counts = _class_sizes(labels, targets, image_weights)
    products, sums = _sum_products(features, labels, targets, image_weights)
    means = sums / np.where(counts > 0, counts, 1)[:, np.newaxis]
    covariance = _covariance(products, means, counts)
    correlation, deviation = _correlate(covariance)
    if shrinkage is None:
        lengths = _residual_lengths(features, labels, means, deviation)
        shrinkage = _ledoit_wolf(correlation, lengths, image_weights)
    diagonal = shrinkage * np.trace(correlation) / len(correlation)
    correlation *= 1 - shrinkage
    np.fill_diagonal(correlation, np.diag(correlation) + diagonal)
    # LAPACK overwrites the transposed view without a copy; the matrix is symmetric
    factor = cho_factor(correlation.T, lower=True, overwrite_a=True)
    weights = cho_solve(factor, (means / deviation).T) / deviation[:, np.newaxis]
    with np.errstate(divide="ignore"):
        priors = np.log(counts / counts.sum())
    return Discriminant(weights, priors - 0.5 * (means * weights.T).sum(axis=1))


def class_means(features: FeatureRows, labels: Labels, targets: int) -> Floats:
    """(K, S): mean features of each class; zeros for a class without images."""
    membership = np.eye(targets)
    sums = np.zeros((targets, features.shape[1]))
    for part, of in zip(in_chunks(features), in_chunks(labels), strict=True):
        sums += membership[of].T @ part.astype(np.float64)
    images = np.bincount(labels, minlength=targets)
    return np.asarray(sums / np.maximum(images, 1)[:, np.newaxis])


def _class_sizes(labels: Labels, targets: int, image_weights: Floats) -> Floats:
    """(K,): the sum of the weights of each class's images."""
    return np.bincount(labels, image_weights, minlength=targets).astype(np.float64)


def _sum_products(
    features: FeatureRows, labels: Labels, targets: int, image_weights: Floats
) -> tuple[Floats, Floats]:
    """Σ w x xᵀ (S, S) over all images, and Σ w x (K, S) over those of each class."""
    roots, membership = np.sqrt(image_weights)[:, np.newaxis], np.eye(targets)
    products = np.zeros((features.shape[1],) * 2)
    sums = np.zeros((targets, features.shape[1]))
    for part, root, of in zip(
        in_chunks(features, LARGE), in_chunks(roots, LARGE), in_chunks(labels, LARGE), strict=True
    ):
        scaled = part * root
        products += scaled.T @ scaled  # BLAS knows that this one is symmetric: half the work
        sums += (membership[of] * root).T @ scaled
    return products, sums


def _covariance(products: Floats, means: Floats, counts: Floats) -> Floats:
    """Covariance within classes (S, S), which overwrites Σ w x xᵀ: (Σ w x xᵀ − Σ nₜ μₜ μₜᵀ) / Σ w.

    Rows and columns of a constant logit are 0.
    """
    squares = np.diag(products).copy()
    products -= (means.T * counts) @ means
    constant = np.diag(products) <= ROUNDING * squares
    products[constant] = 0
    products[:, constant] = 0
    products /= counts.sum()
    return products


def _correlate(covariance: Floats) -> tuple[Floats, Floats]:
    """Correlation (S, S), which overwrites the covariance, and standard deviations (S,).

    If no logit varies, the correlation is the identity.
    """
    deviation = np.sqrt(np.diag(covariance))
    if not deviation.any():
        return np.eye(len(covariance)), np.ones(len(covariance))
    deviation[deviation == 0] = 1  # a logit that never varies
    covariance /= deviation
    covariance /= deviation[:, np.newaxis]
    return covariance, deviation


def _residual_lengths(
    features: FeatureRows, labels: Labels, means: Floats, deviation: Floats
) -> Floats:
    """Squared lengths (N,) of the residuals, each logit divided by its standard deviation.

    ‖x − μ‖² = ‖x‖² − 2 x·μ + ‖μ‖², so that no residual is computed for a sum over 1,000 logits.
    """
    precision = deviation**-2
    twice = (2 * means * precision).T
    lengths = (np.square(means) @ precision)[labels]
    for part, of, length in zip(
        in_chunks(features), in_chunks(labels), in_chunks(lengths), strict=True
    ):
        exact = part.astype(np.float64)
        length -= (exact @ twice)[np.arange(len(of)), of]
        length += np.square(exact) @ precision
    return lengths


def _ledoit_wolf(covariance: Floats, lengths: Floats, image_weights: Floats) -> float:
    """Optimal shrinkage of Ledoit and Wolf: estimation error of C / its squared distance to μI.

    covariance C (S, S) of N centred vectors; lengths (N,): their squared lengths. It uses
    Σₙ‖xₙxₙᵀ − C‖² = Σₙ‖xₙ‖⁴ − N‖C‖², so it needs no S × S fourth moments.
    """
    count, size = image_weights.sum(), len(covariance)
    norm = float(np.vdot(covariance, covariance))
    distance = norm - np.trace(covariance) ** 2 / size
    error = (image_weights @ np.square(lengths) / count - norm) / count
    if distance <= 0:
        return 1.0
    return float(np.clip(error / distance, LEAST_SHRINKAGE, 1))
