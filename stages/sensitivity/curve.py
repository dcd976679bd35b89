"""The specification curve: all combinations on all variants of the logits, the worst first."""

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

GAP = 8  # empty places between two kinds
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
        """The level of each choice in CHOICES."""
        return (self.backbone, self.input, *astuple(self.combination))


@dataclass(frozen=True)
class Curve:
    """R specifications by kind, the worst first; right (R, N): whether a prediction is right."""

    specifications: tuple[Specification, ...]
    right: NDArray[np.bool_]

    @property
    def accuracies(self) -> NDArray[np.float64]:
        """The accuracies (R,) in [0, 1]; a rejected image is wrong."""
        return np.asarray(self.right.mean(axis=1))

    @property
    def places(self) -> NDArray[np.int64]:
        """(R,): the place of each specification from left to right, with a gap between kinds."""
        kinds = [one.kind for one in self.specifications]
        changes = np.cumsum([0, *(a != b for a, b in pairwise(kinds))])
        return np.asarray(np.arange(len(kinds)) + GAP * changes)

    @property
    def distinct(self) -> int:
        """The number of specifications that differ in their right images."""
        return len(np.unique(np.packbits(self.right, axis=1), axis=0))

    def only(self, wanted: Callable[[Specification], bool]) -> "Curve":
        """The wanted specifications, in the same order."""
        rows = [row for row, one in enumerate(self.specifications) if wanted(one)]
        return Curve(tuple(self.specifications[row] for row in rows), self.right[rows])


class Share(NamedTuple):
    """The effect of one choice: its share of the variance, and how much it alone moves accuracy."""

    share: float
    low: float
    high: float
    swing: float


SCOPES: Final[Mapping[str, Callable[[Specification], bool]]] = {
    "zero_shot": lambda one: one.kind == "zero_shot",
    # without combinations that reject or guess, because those do not depend on weights of classes
    "weighed": lambda one: (
        one.kind == "zero_shot" and one.combination.unmapped in ("ignore", "reassign")
    ),
    "with_informed": lambda one: True,
}


def measure_curve(
    variants: Sequence[Variant], labels: Labels, lists: Mapping[str, Groups], fixed: Fixed
) -> Curve:
    """Score all combinations on all variants; ties: in the order of their levels."""
    members = {name: groups.members for name, groups in lists.items()}
    right = {
        Specification(lists[combination.groups].kind, v.backbone, v.input, combination): (
            predictions == labels
        )
        for v in variants
        for combination, predictions in predict_all(v.logits, members, fixed, v.habits).items()
    }
    order = sorted(right, key=lambda one: (one.kind != "zero_shot", right[one].sum(), one.levels))
    return Curve(tuple(order), np.stack([right[one] for one in order]))


def share_variance(curve: Curve, resamples: int, confidence: float, seed: int) -> dict[str, Share]:
    """The Shapley share of each choice with several levels; shares sum to 1, or are all 0.

    The intervals are percentiles over resamples of the images, the same for all specifications.
    """
    names = [one.levels for one in curve.specifications]
    varied = [c for c in range(len(CHOICES)) if len({levels[c] for levels in names}) > 1]
    if not varied:
        return {}
    levels = number_levels([[one[choice] for choice in varied] for one in names])
    outcomes = curve.accuracies
    shares = _relative(shapley_effects(levels, outcomes))
    moves = swings(levels, outcomes)
    resampled = _relative(shapley_effects(levels, _resample(curve.right, resamples, seed)))
    tail = (1 - confidence) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=1)
    return {
        CHOICES[choice]: Share(*(float(part[row]) for part in (shares, low, high, moves)))
        for row, choice in enumerate(varied)
    }


def _relative(effects: NDArray[np.float64]) -> NDArray[np.float64]:
    total = effects.sum(axis=0)
    return np.asarray(np.divide(effects, total, out=np.zeros_like(effects), where=total > 0))


def _resample(right: NDArray[np.bool_], resamples: int, seed: int) -> NDArray[np.float64]:
    """(R, B): accuracies on B resamples of the N images."""
    random, images = np.random.default_rng(seed), right.shape[1]
    hits = right.astype(np.float32)  # exact, because sums are below 2²⁴
    parts = []
    for start in range(0, resamples, RESAMPLES_AT_ONCE):
        size = min(RESAMPLES_AT_ONCE, resamples - start)
        counts = random.multinomial(images, np.full(images, 1 / images), size=size)
        parts.append(hits @ counts.T.astype(np.float32) / images)
    return np.concatenate(parts, axis=1).astype(np.float64)
