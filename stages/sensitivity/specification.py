"""Predictions of all valid combinations of groups, of, reduce and unmapped.

They are the specifications of a specification curve (Simonsohn, Simmons and Nelson, 2020). The
softmax of the logits is computed once for all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import REJECTED, LogitRows, Members, is_mapped, predict
from ..core.errors import ParamsError
from ..core.rows import in_chunks
from ..map.habit import Debias, Habit
from ..map.mapper import Floats
from ..map.reduction import (
    Of,
    Reduce,
    Unmapped,
    check_combination,
    count_votes,
    draw_targets,
    reassign_classes,
    reduce_groups,
    reject_massless,
)
from ..map.strategies.groups import find_habit

Predictions = NDArray[np.int64]  # (N,) in [−1, K)

NOTHING: Mapping[str, Habit] = {}
NONE: tuple[Debias, ...] = ("none",)


@dataclass(frozen=True)
class Combination:
    """One way to map 1000 logits to K targets."""

    groups: str  # name of a list
    of: Of
    reduce: Reduce
    unmapped: Unmapped
    debias: Debias = "none"


@dataclass(frozen=True)
class Fixed:
    """What is equal for all networks: k of `vote`, the seed of `random`, the similarity, levels."""

    votes: int
    seed: int
    lin_similarity: NDArray[np.float64]  # (S, K), for `reassign`
    debias: tuple[Debias, ...] = ("none",)  # the levels of that choice, where a habit is known


def list_combinations(
    lists: Mapping[str, Members], debias: Debias = "none"
) -> tuple[Combination, ...]:
    """All combinations that `reduction.check_combination` allows, list by list."""
    return tuple(
        Combination(name, of, reduce, unmapped, debias)
        for name, members in lists.items()
        for of, reduce in _meaningful(members)
        for unmapped in get_args(Unmapped)
    )


def predict_all(
    logits: LogitRows,
    lists: Mapping[str, Members],
    fixed: Fixed,
    habits: Mapping[str, Habit] = NOTHING,
) -> dict[Combination, Predictions]:
    """The predictions of each combination in `list_combinations(lists)` for logits (N, S), N ≥ 1.

    habits: of the network, by kind of synthetic picture; without any, nothing is debiased. The
    predictions are equal to those of `groups.imagenet_to_cifar10_prediction`.
    """
    levels = {debias: find_habit(habits, debias) for debias in (fixed.debias if habits else NONE)}
    parts = [
        {
            combination: predictions
            for debias, habit in levels.items()
            for combination, predictions in _predict_chunk(
                part if habit is None else part - habit, lists, fixed, debias
            )
        }
        for part in in_chunks(logits)
    ]
    return {
        combination: np.concatenate([part[combination] for part in parts])
        for debias in levels
        for combination in list_combinations(lists, debias)
    }


def _meaningful(members: Members) -> Iterator[tuple[Of, Reduce]]:
    for of, reduce in product(get_args(Of), get_args(Reduce)):
        try:
            check_combination(members, of, reduce)
        except ParamsError:
            continue
        yield of, reduce


def _predict_chunk(
    logits: Floats, lists: Mapping[str, Members], fixed: Fixed, debias: Debias
) -> Iterator[tuple[Combination, Predictions]]:
    z = logits.astype(np.float64)
    values: dict[Of, Floats] = {"logits": z, "probabilities": softmax(z, axis=1)}
    top1 = z.argmax(axis=1)
    drawn = draw_targets(z, fixed.lin_similarity.shape[1], fixed.seed)
    for name, members in lists.items():
        unmapped_images = ~is_mapped(top1, members)
        grown = reassign_classes(members, fixed.lin_similarity)
        for of, reduce in _meaningful(members):
            plain = _predict(values, members, of, reduce, fixed.votes)
            handled: dict[Unmapped, Predictions] = {
                "ignore": plain,
                "reject": np.where(unmapped_images, REJECTED, plain),
                "reassign": _predict(values, grown, of, reduce, fixed.votes),
                "random": np.where(unmapped_images, drawn, plain),
            }
            for unmapped, predictions in handled.items():
                yield Combination(name, of, reduce, unmapped, debias), predictions


def _predict(
    values: Mapping[Of, Floats], members: Members, of: Of, reduce: Reduce, votes: int
) -> Predictions:
    if reduce == "vote":
        scores = count_votes(values["logits"], members, votes)
    else:
        scores = reduce_groups(values[of], members, reduce)
    if of == "probabilities" or reduce == "vote":
        scores = reject_massless(scores)
    # single precision as in the stage `map`, so that ties are the same
    return predict(scores.astype(np.float32))
