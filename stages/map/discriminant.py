"""Linear discriminant analysis with a shrunk covariance, in one pass over single-precision logits.

The same estimate as scikit-learn's `ledoit_wolf` on the pooled residuals, followed by its
`LinearDiscriminantAnalysis` (a test compares them). That class itself decomposes each class's
covariance anew in double precision and then solves by SVD; here the residuals are read twice and
the 1000 × 1000 system is solved by Cholesky.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from stages.core.arrays import Labels, Logits
from stages.map.standard import in_chunks

# Ledoit and Wolf see no need to shrink where all residuals are alike (a class of two images);
# this much keeps the covariance invertible
LEAST_SHRINKAGE = 1e-4
# of a sum of products that came and went
ROUNDING = 1e-12


@dataclass(frozen=True)
class Discriminant:
    """Log posterior up to a constant = x · weights (S, K) + bias (K,), float64."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]


class ChosenImages:
    """Some of the images with features (N, S), whose Σ x xᵀ is kept up to date as they change.

    From one round of self-training to the next few do, and that sum is most of the work of a fit.
    In double precision: the rounds make a few last bits, which another processor computes
    otherwise, into 80 other predictions of 4,000.
    """

    def __init__(self, features: Logits) -> None:
        size = features.shape[1]
        self._features = features
        self._chosen = np.zeros(len(features), dtype=bool)
        self._sum = np.zeros((size, size))

    def choose(self, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Σ x xᵀ (S, S) over the images chosen (N,)."""
        for came, sign in ((chosen & ~self._chosen, 1), (self._chosen & ~chosen, -1)):
            for part in in_chunks(self._features[came]):
                exact = part.astype(np.float64)
                self._sum += sign * (exact.T @ exact)
        self._chosen = chosen
        return self._sum


def fit_discriminant(
    features: Logits,
    labels: Labels,
    targets: int,
    shrinkage: float | None = None,
    products: NDArray[np.float64] | None = None,
) -> Discriminant:
    """LDA of features (N, S), best standardised, with labels (N,) in [0, targets).

    shrinkage: share of the diagonal in the covariance; None: what Ledoit and Wolf (2004) estimate.
    products: Σ x xᵀ (S, S) of the features where that is known.
    A class without images has bias −inf; with no image more than classes, all directions count
    alike (nearest mean).
    """
    counts = np.bincount(labels, minlength=targets)
    means = class_means(features, labels, targets)
    if products is None:
        scatter = _scatter(features, labels, means)
    else:
        scatter = _within(products, means, counts)
    correlation, deviation = _shrink(scatter, features, labels, means, shrinkage)
    # of a symmetric matrix the transposed view is the layout that LAPACK overwrites
    factor = cho_factor(correlation.T, lower=True, overwrite_a=True)
    weights = cho_solve(factor, (means / deviation).T) / deviation[:, np.newaxis]
    with np.errstate(divide="ignore"):
        priors = np.log(counts / len(labels))
    return Discriminant(weights, priors - 0.5 * (means * weights.T).sum(axis=1))


def class_means(features: Logits, labels: Labels, targets: int) -> NDArray[np.float64]:
    """(K, S) mean features of each class; zeros for a class without images."""
    sums = np.zeros((targets, features.shape[1]))
    seen = 0
    for part in in_chunks(features):
        belongs = np.eye(targets, dtype=np.float32)[labels[seen : seen + len(part)]]
        sums += belongs.T @ part
        seen += len(part)
    counts = np.bincount(labels, minlength=targets)
    return sums / np.maximum(counts, 1)[:, np.newaxis]


def _scatter(features: Logits, labels: Labels, means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Σ (x − m)(x − m)ᵀ within classes, (S, S)."""
    size = features.shape[1]
    scatter = np.zeros((size, size))
    for rest in _residuals(features, labels, means):
        scatter += rest.T @ rest
    return scatter


def _within(
    products: NDArray[np.float64], means: NDArray[np.float64], counts: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The same from Σ x xᵀ; 0 for a logit whose scatter is no more than its rounding."""
    scatter = products - (means.T * counts) @ means
    still = np.diag(scatter) <= ROUNDING * np.diag(products)
    scatter[still] = 0
    scatter[:, still] = 0
    return scatter


def _shrink(
    scatter: NDArray[np.float64],
    features: Logits,
    labels: Labels,
    means: NDArray[np.float64],
    shrinkage: float | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pooled correlation within classes, shrunk towards its own diagonal, and deviations (S,).

    The scatter is overwritten.
    """
    count, size = features.shape
    deviation = np.sqrt(np.diag(scatter) / count)
    if not deviation.any():
        return np.eye(size), np.ones(size)
    deviation[deviation == 0] = 1  # a logit that never varies
    correlation = scatter  # in place: the matrix is what takes the time
    correlation /= count * deviation
    correlation /= deviation[:, np.newaxis]
    if shrinkage is None:
        precision = (deviation**-2).astype(np.float32)
        lengths = [np.square(rest) @ precision for rest in _residuals(features, labels, means)]
        shrinkage = _ledoit_wolf(correlation, np.concatenate(lengths))
    diagonal = shrinkage * np.trace(correlation) / size
    correlation *= 1 - shrinkage
    np.fill_diagonal(correlation, np.diag(correlation) + diagonal)
    return correlation, deviation


def _ledoit_wolf(covariance: NDArray[np.float64], lengths: NDArray[np.floating]) -> float:
    """Their optimal intensity: estimation error of the covariance over its distance to μI.

    covariance (S, S) of N centred vectors whose squared lengths are `lengths` (N,).
    Σₙ‖xₙxₙᵀ − C‖² = Σₙ‖xₙ‖⁴ − N‖C‖², so no fourth moment of S × S is needed.
    """
    count, size = len(lengths), len(covariance)
    norm = float(np.vdot(covariance, covariance))
    distance = norm - np.trace(covariance) ** 2 / size
    error = (np.square(lengths).sum(dtype=np.float64) / count - norm) / count
    if distance <= 0:
        return 1.0
    return float(np.clip(error / distance, LEAST_SHRINKAGE, 1))


def _residuals(
    features: Logits, labels: Labels, means: NDArray[np.float64]
) -> Iterator[NDArray[np.float32]]:
    centres = means.astype(np.float32)
    seen = 0
    for part in in_chunks(features):
        yield part - centres[labels[seen : seen + len(part)]]
        seen += len(part)
