"""Tests of the differences between strategies, corrected for the number of tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core import paths
from ..core.arrays import Kind
from ..core.errors import ParamsError, shown
from ..statistics import Difference, holm, mcnemar_p, paired_difference

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
    hits = right.astype(np.float32)  # products of 0 and 1: sums are exact below 2²⁴ images
    gained = np.rint((1 - hits) @ hits.T).astype(np.int64)
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
