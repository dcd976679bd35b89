"""Probabilities of strategies that have them, and the two proper losses."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, Scores

Floats = NDArray[np.float64]


def log_probabilities(scores: Scores) -> Floats | None:
    """ln p (N, K) in the way that the strategy says; None where it says that it has none.

    −inf for a target that cannot be. A row without any mass is even: it says nothing.
    """
    if scores.probabilities == "none":
        return None
    found = scores.scores.astype(np.float64)
    if scores.probabilities == "normalise":
        with np.errstate(divide="ignore"):
            found = np.log(np.maximum(found, 0))  # −inf: no mass, whose logarithm is −inf, too
    return normalise_log(found)


def normalise_log(found: Floats) -> Floats:
    """Unnormalised ln p (N, K) less the logarithm of the row's mass; rows of −inf become even."""
    top = found.max(axis=1, keepdims=True)
    massless = np.isneginf(top)
    shifted = np.where(massless, 0.0, found - np.where(massless, 0.0, top))
    log_p: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p


def top_probabilities(log_p: Floats) -> Floats:
    """Confidence (N,): the probability of the likeliest target, in [1/K, 1]."""
    top: Floats = np.exp(log_p.max(axis=1))
    return np.minimum(top, 1.0)  # rounding can leave 1 + 2e-16


def certainties(log_p: Floats) -> Floats:
    """−ln of the probability of all but the likeliest target, (N,): ranks as confidence does.

    It still tells images apart whose confidence is 1 to the last digit; inf for a sure one.
    """
    rest = np.exp(np.sort(log_p, axis=1)[:, :-1]).sum(axis=1)
    with np.errstate(divide="ignore"):
        certainty: Floats = -np.log(rest)
    return certainty


def log_losses(log_p: Floats, labels: Labels) -> Floats:
    """−ln p of the true target of each image, (N,), in nats; inf where it was ruled out."""
    return -log_p[np.arange(len(labels)), labels]


def brier_losses(log_p: Floats, labels: Labels) -> Floats:
    """Σₖ (pₖ − [k is true])² of each image, (N,), in [0, 2]: Brier's own (1950), not the half."""
    p = np.exp(log_p)
    p[np.arange(len(labels)), labels] -= 1
    losses: Floats = (p**2).sum(axis=1)
    return losses
