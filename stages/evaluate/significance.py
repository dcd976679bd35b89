"""Differences between strategies on the test images, with tests corrected for their number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core import paths
from ..core.arrays import Kind
from ..core.errors import ParamsError, shown
from ..core.rows import in_chunks
from ..statistics import Difference, holm, judge_difference, mcnemar_p, paired_difference
from ..tables.evaluate import PairwiseDifference, ReferenceTest
from .bootstrap import SEGMENT
from .inputs import Predictions
from .params import EvaluateParams

Floats = NDArray[np.float64]
Family = tuple[tuple[int, int], ...]  # (reference, strategy), as indices of strategies


@dataclass(frozen=True)
class Pairs:
    """All pairs of S strategies; arrays (S, S), where [i, j] compares j with i."""

    gained: NDArray[np.int64]  # images where j is right and i is wrong; transposed: lost
    difference: Difference  # accuracy of j minus that of i
    p: Floats  # exact McNemar, 1 on the diagonal
    p_holm: Floats  # corrected for the declared family, NaN for other pairs; symmetric


def compare_pairs(right: NDArray[np.bool_], family: Family, confidence: float) -> Pairs:
    """All pairs, of any kinds, on the same images; right (S, N): whether a prediction is right."""
    gained = np.zeros((len(right), len(right)), np.int64)
    for part in in_chunks(right.T, SEGMENT):
        hits = part.astype(np.float32)  # products of 0 and 1: their sums are exact
        gained += np.rint((1 - hits).T @ hits).astype(np.int64)
    p = mcnemar_p(gained.T, gained)
    p_holm = np.full(p.shape, np.nan)
    for (first, second), value in zip(family, holm([p[pair] for pair in family]), strict=True):
        p_holm[first, second] = p_holm[second, first] = value
    difference = paired_difference(gained.T, gained, right.shape[1], confidence)
    return Pairs(gained, difference, p, p_holm)


def declare_family(
    names: Sequence[str], kinds: Sequence[Kind], references: Mapping[Kind, str]
) -> Family:
    """Pairs of each strategy with the reference of its kind; different kinds are not compared.

    A kind with one strategy needs no reference. ParamsError if a reference is missing or is not a
    strategy of its kind.
    """
    pairs: list[tuple[int, int]] = []
    for kind in dict.fromkeys(kinds):
        members = [number for number, other in enumerate(kinds) if other == kind]
        if len(members) == 1:
            continue
        allowed = [names[number] for number in members]
        chosen = references.get(kind)
        if chosen not in allowed:
            raise ParamsError(
                f"{paths.PARAMS}: evaluate.references.{kind} is {shown(chosen)}; "
                f"allowed: {', '.join(allowed)}."
            )
        reference = members[allowed.index(chosen)]
        pairs += [(reference, number) for number in members if number != reference]
    return tuple(pairs)


def compare_all(predictions: Predictions, chosen: EvaluateParams) -> tuple[Pairs, Family]:
    """All pairs of strategies by their indices, and the declared pairs."""
    right = np.stack(
        [
            strategy.test.predictions == predictions.test_labels
            for strategy in predictions.strategies
        ]
    )
    names = [strategy.name for strategy in predictions.strategies]
    family = declare_family(names, [e.kind for e in predictions.strategies], chosen.references)
    return compare_pairs(right, family, chosen.confidence), family


def against_references(
    predictions: Predictions, pairs: Pairs, family: Family, confidence: float
) -> list[ReferenceTest]:
    """One row for each pair of the family."""
    return [
        ReferenceTest(
            predictions.strategies[second].kind,
            predictions.strategies[second].name,
            predictions.strategies[first].name,
            *_difference(pairs, first, second),
            int(pairs.gained[first, second]),
            int(pairs.gained[second, first]),
            float(pairs.p[first, second]),
            float(pairs.p_holm[first, second]),
            judge_difference(
                float(pairs.difference.value[first, second]),
                float(pairs.p_holm[first, second]),
                1 - confidence,
            ),
        )
        for first, second in family
    ]


def list_pairs(predictions: Predictions, pairs: Pairs) -> Iterator[PairwiseDifference]:
    """Each pair once: the accuracy of the later strategy minus that of the earlier one."""
    for second, strategy in enumerate(predictions.strategies):
        for first, other in enumerate(predictions.strategies[:second]):
            yield PairwiseDifference(
                strategy.kind,
                strategy.name,
                other.kind,
                other.name,
                *_difference(pairs, first, second),
                float(pairs.p[first, second]),
            )


def _difference(pairs: Pairs, first: int, second: int) -> tuple[float, float, float]:
    value, low, high = (float(limits[first, second]) for limits in pairs.difference)
    return value, low, high
