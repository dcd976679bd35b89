"""Formulas: how often people are right, and how alike people and strategies are.

Arrays: counts int64 (N, K), how many of n ≥ 2 people gave image i the name of target k; labels
int64 (N,) in [0, K). A randomly drawn person is one of those who were asked about an image.
"""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels

Counts = NDArray[np.int64]  # (N, K)
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def shares_right(counts: Counts, labels: Labels) -> Floats:
    """q (N,): the share of people who are right, in [0, 1]."""
    shares: Floats = _answers_right(counts, labels) / counts.sum(axis=1)
    return shares


def plurality(counts: Counts) -> Labels:
    """(N,): the commonest answer to each image; ties: the lowest target."""
    return np.asarray(counts.argmax(axis=1), dtype=np.int64)


def are_tied(counts: Counts) -> Flags:
    """(N,): whether two or more answers are equally common and the commonest."""
    return np.asarray((counts == counts.max(axis=1, keepdims=True)).sum(axis=1) > 1)


def entropies(counts: Counts) -> Floats:
    """(N,): −Σₖ dₖ ln dₖ of people's distribution d, in nats; 0 ln 0 is 0."""
    shares = counts / counts.sum(axis=1, keepdims=True)
    return _cross(shares, np.log(np.where(shares > 0, shares, 1)))


def cross_entropies(counts: Counts, log_p: Floats) -> Floats:
    """(N,): −Σₖ dₖ ln pₖ, in nats, from ln p (N, K); inf where p excludes what a person answered.

    It is the mean log loss against the answer of one randomly drawn person.
    """
    return _cross(counts / counts.sum(axis=1, keepdims=True), log_p)


def agreements(right: Flags, shares: Floats) -> Floats:
    """(N,): r·q + (1 − r)(1 − q): strategy and person are both right or both wrong.

    right (N,): r, whether the strategy is right; shares (N,): q.
    """
    return np.where(right, shares, 1 - shares)


def pair_agreements(counts: Counts, labels: Labels) -> Floats:
    """(N,): the probability that two different people are both right or both wrong.

    They are drawn without replacement, so nobody is compared with himself:
    (c(c − 1) + w(w − 1)) / (n(n − 1)) with c right and w = n − c wrong answers.
    """
    people, right = counts.sum(axis=1), _answers_right(counts, labels)
    wrong = people - right
    chances: Floats = (right * (right - 1) + wrong * (wrong - 1)) / (people * (people - 1))
    return chances


def chance_agreement(first: Floats, second: Floats) -> Floats:
    """ab + (1 − a)(1 − b): agreement of two independent answers with the accuracies a and b."""
    return first * second + (1 - first) * (1 - second)


def kappa(observed: Floats, expected: Floats) -> Floats:
    """Cohen's κ (1960), (observed − expected) / (1 − expected), at most 1; NaN where expected is 1.

    Of right and wrong answers it is the error consistency of Geirhos, Meding and Wichmann (2020).
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected < 1, (observed - expected) / (1 - expected), np.nan)


def _answers_right(counts: Counts, labels: Labels) -> NDArray[np.int64]:
    return np.asarray(counts[np.arange(len(labels)), labels])


def _cross(shares: Floats, log_p: Floats) -> Floats:
    with np.errstate(invalid="ignore"):  # 0 · −inf, which is not taken
        losses: Floats = -np.where(shares > 0, shares * log_p, 0).sum(axis=1)
    return losses + 0.0  # no −0.0
