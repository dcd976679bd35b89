"""How much of a spread each choice accounts for: Shapley effects (Owen, 2014; Song et al., 2016).

The value of a set A of choices is what knowing their levels explains, v(A) = Var(E[Y | A]), with
Y the outcome and every valid combination equally likely. A choice's effect is what it adds to v,
averaged over all orders in which choices can become known. Combinations that are invalid are not
filled in: they only make choices dependent, and the effects still add up to Var(Y) and are never
negative (Owen and Prieur, 2017). On a full grid they are each term of the analysis of variance,
divided equally among the choices that interact in it.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.int64]  # (R, D): the level of each of D choices in R combinations


def number_levels(rows: Sequence[Sequence[str]]) -> Levels:
    """(R, D) numbers of R combinations' levels, given by name; at least one row."""
    columns = [np.unique(column, return_inverse=True)[1] for column in zip(*rows, strict=True)]
    return np.stack(columns, axis=1).astype(np.int64)


def shapley_effects(levels: Levels, outcomes: Floats) -> Floats:
    """(D, …): the part of Var(Y) that each choice accounts for; over choices they sum to Var(Y).

    levels (R, D) tell any two rows apart; outcomes (R, …), columns taken one by one.
    """
    choices = range(levels.shape[1])
    worth = {
        known: _explained(levels[:, known], outcomes)
        for size in range(len(choices) + 1)
        for known in combinations(choices, size)
    }
    return np.stack([_average_gain(choice, len(choices), worth) for choice in choices])


def _average_gain(choice: int, choices: int, worth: dict[tuple[int, ...], Floats]) -> Floats:
    """Σ_A |A|!(D−|A|−1)!/D! · (v(A ∪ {choice}) − v(A)) over the sets A without the choice."""
    gains = [
        (worth[tuple(sorted((*known, choice)))] - value) / (choices * comb(choices - 1, len(known)))
        for known, value in worth.items()
        if choice not in known
    ]
    return np.asarray(np.sum(gains, axis=0))


def _explained(levels: Levels, outcomes: Floats) -> Floats:
    """Var(E[Y | levels]): the variance of the mean outcome of rows with equal levels (R, |A|)."""
    found = np.unique(levels, axis=0, return_inverse=True)[1].ravel()
    alike = found[np.newaxis] == np.arange(found.max() + 1)[:, np.newaxis]
    sizes = alike.sum(axis=1)
    means = np.tensordot(alike / sizes[:, np.newaxis], outcomes, axes=1)
    away = np.square(means - outcomes.mean(axis=0))
    return np.asarray(np.tensordot(sizes / len(outcomes), away, axes=1))


def swings(levels: Levels, outcomes: Floats) -> Floats:
    """(D,): how far Y (R,) moves, largest less smallest, when one choice alone is varied.

    The mean over all settings of the other choices that leave it more than one level; 0 if none.
    """
    found = []
    for choice in range(levels.shape[1]):
        others = np.delete(levels, choice, axis=1)
        settings = np.unique(others, axis=0, return_inverse=True)[1].ravel()
        rows = [outcomes[settings == setting] for setting in range(settings.max() + 1)]
        spans = [float(np.ptp(row)) for row in rows if len(row) > 1]
        found.append(float(np.mean(spans)) if spans else 0.0)
    return np.array(found)
