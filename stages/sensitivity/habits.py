"""What it is worth to subtract the network's habit, by kind of synthetic picture and by list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Labels, predict
from ..core.rows import in_chunks
from ..map.groups import Groups
from ..map.habit import measure_habit
from ..map.reduction import GroupReduction
from ..statistics import Estimate, estimate_shares
from .inputs import Variant

REAL = "training images"  # their mean in the place of a habit: what synthetic pictures imitate


@dataclass(frozen=True)
class Debiased:
    """Dev accuracy of one list, logsumexp of logits less a mean; `debias` says whose mean."""

    variant: Variant
    groups: str
    debias: str
    accuracy: Estimate


def measure_debiasing(
    variants: Sequence[Variant], labels: Labels, lists: Mapping[str, Groups], confidence: float
) -> list[Debiased]:
    """Each list on each variant whose habit is known, less nothing, and less each mean."""
    return [
        one
        for variant in variants
        if variant.habits
        for one in _measure_variant(variant, labels, lists, confidence)
    ]


def _measure_variant(
    variant: Variant, labels: Labels, lists: Mapping[str, Groups], confidence: float
) -> Iterator[Debiased]:
    subtracted = {"none": None, **variant.habits, REAL: measure_habit(variant.logits)}
    for name, groups in lists.items():
        for debias, habit in subtracted.items():
            mapper = GroupReduction(groups.members, "logits", "logsumexp", "ignore", 0, 0, habit)
            predicted = [predict(mapper(part)) for part in in_chunks(variant.logits)]
            right = np.concatenate(predicted) == labels
            accuracy = estimate_shares(right[np.newaxis], confidence)[0]
            yield Debiased(variant, name, debias, accuracy)
