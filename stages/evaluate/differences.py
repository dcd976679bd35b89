"""Strategies against one another, on the test images, as rows."""

from collections.abc import Iterator

import numpy as np

from ..statistics import judge_difference
from ..tables.evaluate import PairwiseDifference, ReferenceTest
from .inputs import Predictions
from .params import EvaluateParams
from .significance import Family, Pairs, compare_pairs, declare_family


def compare_all(field: Predictions, chosen: EvaluateParams) -> tuple[Pairs, Family]:
    """Every pair of strategies by their place in the field, and the pairs that are declared."""
    right = np.stack([entrant.test.predictions == field.test for entrant in field.entrants])
    names = [entrant.name for entrant in field.entrants]
    family = declare_family(names, [e.kind for e in field.entrants], chosen.references)
    return compare_pairs(right, family, chosen.confidence), family


def against_references(
    field: Predictions, pairs: Pairs, family: Family, confidence: float
) -> list[ReferenceTest]:
    """One row for each pair of the family."""
    return [
        ReferenceTest(
            field.entrants[second].kind,
            field.entrants[second].name,
            field.entrants[first].name,
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


def list_pairs(field: Predictions, pairs: Pairs) -> Iterator[PairwiseDifference]:
    """Each pair once: the later of the two in the field less the earlier."""
    for second, strategy in enumerate(field.entrants):
        for first, other in enumerate(field.entrants[:second]):
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
