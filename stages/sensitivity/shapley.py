"""The variance that each choice explains: Shapley effects (Owen, 2014; Song et al., 2016).

The value of a set A of choices is the variance that their levels explain, v(A) = Var(E[Y | A]). Y
is the outcome, and all valid combinations are equally likely. The effect of a choice is its
addition to v, averaged over all orders of the choices. Invalid combinations are left out. This
makes the choices dependent, but the effects still sum to Var(Y) and are never negative (Owen and
Prieur, 2017). On a full grid, they are the terms of the analysis of variance, where each
interaction is divided equally among its choices.
"""

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.int64]  # (R, D): the level of each of D choices in R combinations


def number_levels(rows: Sequence[Sequence[str]]) -> Levels:
    """(R, D): the levels of R ≥ 1 combinations as numbers, from their names."""
    columns = [np.unique(column, return_inverse=True)[1] for column in zip(*rows, strict=True)]
    return np.stack(columns, axis=1).astype(np.int64)


def shapley_effects(levels: Levels, outcomes: Floats) -> Floats:
    """(D, …): the part of Var(Y) that each choice explains; over choices they sum to Var(Y).

    levels (R, D): all rows are different; outcomes (R, …): each column is treated separately.
    """
    choices = range(levels.shape[1])
    explained = {
        chosen: _explain(levels[:, chosen], outcomes)
        for size in range(len(choices) + 1)
        for chosen in combinations(choices, size)
    }
    return np.stack([_average_gain(choice, len(choices), explained) for choice in choices])


def _average_gain(choice: int, choices: int, explained: dict[tuple[int, ...], Floats]) -> Floats:
    """Σ_A |A|!(D−|A|−1)!/D! · (v(A ∪ {choice}) − v(A)) over the sets A without the choice."""
    gains = [
        (explained[tuple(sorted((*others, choice)))] - value)
        / (choices * comb(choices - 1, len(others)))
        for others, value in explained.items()
        if choice not in others
    ]
    return np.asarray(np.sum(gains, axis=0))


def _explain(levels: Levels, outcomes: Floats) -> Floats:
    """Var(E[Y | levels]): the variance of the mean outcome of rows with equal levels (R, |A|)."""
    group = np.unique(levels, axis=0, return_inverse=True)[1].ravel()
    member = group[np.newaxis] == np.arange(group.max() + 1)[:, np.newaxis]
    sizes = member.sum(axis=1)
    means = np.tensordot(member / sizes[:, np.newaxis], outcomes, axes=1)
    squares = np.square(means - outcomes.mean(axis=0))
    return np.asarray(np.tensordot(sizes / len(outcomes), squares, axes=1))


def swings(levels: Levels, outcomes: Floats) -> Floats:
    """(D,): the range of Y (R,), maximum minus minimum, if only one choice varies.

    The mean over all settings of the other choices in which it has several levels; 0 if none.
    """
    means = []
    for choice in range(levels.shape[1]):
        others = np.delete(levels, choice, axis=1)
        settings = np.unique(others, axis=0, return_inverse=True)[1].ravel()
        rows = [outcomes[settings == setting] for setting in range(settings.max() + 1)]
        spans = [float(np.ptp(row)) for row in rows if len(row) > 1]
        means.append(float(np.mean(spans)) if spans else 0.0)
    return np.array(means)
