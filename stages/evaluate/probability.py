"""Probabilities of strategies, and two proper losses: log loss and Brier loss."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, Scores
from ..core.rows import in_chunks

Floats = NDArray[np.float64]

BLOCK = 65_536  # images at a time, so that steps in between need little memory


def log_probabilities(scores: Scores) -> Floats | None:
    """ln p (N, K), computed from the scores in the strategy's way; None without probabilities.

    −inf for an excluded target. A row without any mass becomes uniform.
    """
    if scores.probabilities == "none":
        return None
    log_p = np.empty(scores.scores.shape)
    for part, output in zip(in_chunks(scores.scores, BLOCK), in_chunks(log_p, BLOCK), strict=True):
        mass = part.astype(np.float64)
        if scores.probabilities == "normalise":
            with np.errstate(divide="ignore"):
                mass = np.log(np.maximum(mass, 0))  # a score of −inf means no mass
        output[:] = normalise_log(mass)
    return log_p


def normalise_log(log_mass: Floats) -> Floats:
    """Unnormalised ln p (N, K) minus the logarithm of the row's sum; a row of −inf: uniform."""
    top = log_mass.max(axis=1, keepdims=True)
    massless = np.isneginf(top)
    shifted = np.where(massless, 0.0, log_mass - np.where(massless, 0.0, top))
    log_p: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p


def top_probabilities(log_p: Floats) -> Floats:
    """Confidence (N,): the probability of the likeliest target, in [1/K, 1]."""
    top: Floats = np.exp(log_p.max(axis=1))
    return np.minimum(top, 1.0)  # rounding can leave 1 + 2e-16


def certainties(log_p: Floats) -> Floats:
    """(N,): −ln of the probability of all targets but the likeliest; orders images like confidence.

    It still differs between images whose confidence is rounded to 1; inf if nothing is left.
    """
    rest = np.empty(len(log_p))
    for part, output in zip(in_chunks(log_p, BLOCK), in_chunks(rest, BLOCK), strict=True):
        output[:] = np.exp(np.sort(part, axis=1)[:, :-1]).sum(axis=1)
    with np.errstate(divide="ignore"):
        certainty: Floats = -np.log(rest)
    return certainty


def log_losses(log_p: Floats, labels: Labels) -> Floats:
    """(N,): −ln p of the true target of each image, in nats; inf if that target is excluded."""
    return -log_p[np.arange(len(labels)), labels]


def brier_losses(log_p: Floats, labels: Labels) -> Floats:
    """(N,): Σₖ (pₖ − [k is true])² of each image, in [0, 2], as in Brier (1950), without a half."""
    losses = np.empty(len(log_p))
    parts = (in_chunks(each, BLOCK) for each in (log_p, labels, losses))
    for part, truth, output in zip(*parts, strict=True):
        p = np.exp(part)
        p[np.arange(len(truth)), truth] -= 1
        output[:] = (p**2).sum(axis=1)
    return losses
