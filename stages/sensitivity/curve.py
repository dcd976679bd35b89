"""The specification curve: all combinations on all variants of the logits, from worst to best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Kind, Labels
from ..map.groups import Groups
from ..tables.sensitivity import CHOICES
from .inputs import Variant
from .shapley import number_levels, shapley_effects, swings
from .specification import Combination, Fixed, predict_all

GAP = 8  # places between two kinds
RESAMPLES_AT_ONCE = 100  # counts of 50,000 images then take 20 MB


@dataclass(frozen=True)
class Specification:
    """A combination on one variant of the logits; kind is that of its list."""

    kind: Kind
    backbone: str
    input: str
    combination: Combination

    @property
    def levels(self) -> tuple[str, ...]:
        """The level of each of CHOICES."""
        return (self.backbone, self.input, *astuple(self.combination))


@dataclass(frozen=True)
class Curve:
    """R specifications, a kind after the other, from worst to best; right (R, N): which images."""

    specifications: tuple[Specification, ...]
    right: NDArray[np.bool_]

    @property
    def accuracies(self) -> NDArray[np.float64]:
        """(R,) in [0, 1]; a rejected image is wrong."""
        return np.asarray(self.right.mean(axis=1))

    @property
    def places(self) -> NDArray[np.int64]:
        """(R,): where each one stands from left to right; a gap keeps kinds from one ranking."""
        kinds = [known.kind for known in self.specifications]
        changes = np.cumsum([0, *(a != b for a, b in pairwise(kinds))])
        return np.asarray(np.arange(len(kinds)) + GAP * changes)

    @property
    def distinct(self) -> int:
        """How many get different images right: max of p, for one, is max of z."""
        return len(np.unique(np.packbits(self.right, axis=1), axis=0))

    def only(self, wanted: Callable[[Specification], bool]) -> "Curve":
        """The part that is wanted, in the same order."""
        rows = [row for row, known in enumerate(self.specifications) if wanted(known)]
        return Curve(tuple(self.specifications[row] for row in rows), self.right[rows])


class Share(NamedTuple):
    """What one choice is worth: its share of the variance, and how far it moves accuracy alone."""

    share: float
    low: float
    high: float
    swing: float


SCOPES: Final[Mapping[str, Callable[[Specification], bool]]] = {
    "zero_shot": lambda known: known.kind == "zero_shot",
    # without those that give up or guess: what remains is a matter of weighing classes
    "weighed": lambda known: (
        known.kind == "zero_shot" and known.combination.unmapped in ("ignore", "reassign")
    ),
    "with_informed": lambda known: True,
}


def measure_curve(
    variants: Sequence[Variant], labels: Labels, lists: Mapping[str, Groups], fixed: Fixed
) -> Curve:
    """Score every combination on every variant; equal accuracies stand in the order of levels."""
    members = {name: groups.members for name, groups in lists.items()}
    found = {
        Specification(lists[combination.groups].kind, v.backbone, v.input, combination): (
            predictions == labels
        )
        for v in variants
        for combination, predictions in predict_all(v.logits, members, fixed).items()
    }
    order = sorted(
        found, key=lambda known: (known.kind != "zero_shot", found[known].sum(), known.levels)
    )
    return Curve(tuple(order), np.stack([found[known] for known in order]))


def share_variance(curve: Curve, resamples: int, confidence: float, seed: int) -> dict[str, Share]:
    """Shapley share of each choice that has several levels; shares sum to 1, or are all 0.

    Intervals are percentiles over resampled images, the same for all specifications.
    """
    names = [known.levels for known in curve.specifications]
    varied = [c for c in range(len(CHOICES)) if len({levels[c] for levels in names}) > 1]
    if not varied:
        return {}
    levels = number_levels([[one[choice] for choice in varied] for one in names])
    outcomes = curve.accuracies
    found = _relative(shapley_effects(levels, outcomes))
    moved = swings(levels, outcomes)
    resampled = _relative(shapley_effects(levels, _resample(curve.right, resamples, seed)))
    tail = (1 - confidence) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=1)
    return {
        CHOICES[choice]: Share(*(float(part[row]) for part in (found, low, high, moved)))
        for row, choice in enumerate(varied)
    }


def _relative(effects: NDArray[np.float64]) -> NDArray[np.float64]:
    total = effects.sum(axis=0)
    return np.asarray(np.divide(effects, total, out=np.zeros_like(effects), where=total > 0))


def _resample(right: NDArray[np.bool_], resamples: int, seed: int) -> NDArray[np.float64]:
    """(R, B): accuracies on B sets of N images, drawn with replacement."""
    random, images = np.random.default_rng(seed), right.shape[1]
    hits = right.astype(np.float32)  # sums stay below 2²⁴, so they are exact
    parts = []
    for start in range(0, resamples, RESAMPLES_AT_ONCE):
        size = min(RESAMPLES_AT_ONCE, resamples - start)
        counts = random.multinomial(images, np.full(images, 1 / images), size=size)
        parts.append(hits @ counts.T.astype(np.float32) / images)
    return np.concatenate(parts, axis=1).astype(np.float64)
