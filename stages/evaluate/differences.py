"""Differences between strategies on the test images, as rows of tables."""

from collections.abc import Iterator

import numpy as np

from ..statistics import judge_difference
from ..tables.evaluate import PairwiseDifference, ReferenceTest
from .inputs import Predictions
from .params import EvaluateParams
from .significance import Family, Pairs, compare_pairs, declare_family


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
