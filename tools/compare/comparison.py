"""Compares two sets of predictions of the same images, strategy by strategy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Kind, Labels, Scores
from stages.core.errors import DataError
from stages.statistics import Verdict, holm, judge_difference, mcnemar_p, paired_difference
from tools.compare.detectable import detectable_difference
from tools.compare.revisions import Snapshot

Indices = NDArray[np.int64]
# best: of its kind on dev, on both sides; new best: "a → b", where another one is after
Role = Literal["strategy", "best", "new best"]


@dataclass(frozen=True)
class Match:
    """Two sets of scores to compare."""

    strategy: str  # or "a → b"
    backbone: str  # or "a → b"
    before: Scores
    after: Scores
    role: Role = "strategy"

    @property
    def label(self) -> str:
        """The name as in paths: backbone/strategy."""
        return f"{self.backbone}/{self.strategy}"


@dataclass(frozen=True)
class Change:
    """One strategy whose predictions changed."""

    strategy: str
    backbone: str
    kinds: tuple[Kind, Kind]  # before, after
    before: float  # accuracies
    after: float
    difference: float
    low: float
    high: float
    p: float  # exact McNemar
    p_holm: float  # over all strategies of which an image flipped
    verdict: Verdict
    detectable: float  # the true difference that these images show with a power of 80 %
    fixed: Indices  # images that turned from wrong to right
    broken: Indices  # images that turned from right to wrong
    moved: int  # images whose prediction changed, also from wrong to wrong
    is_best: bool  # of its kind on dev


@dataclass(frozen=True)
class Comparison:
    """The whole comparison; strategies and networks of only one side are named, not measured."""

    images: int
    confidence: float
    family: int  # strategies that Holm's correction was over
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]  # "backbone/strategy" with the same predictions on both sides
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    same_best: tuple[str, ...]  # the best of a kind, with the same predictions on both sides
    networks_before: tuple[str, ...] = ()  # networks of only one side
    networks_after: tuple[str, ...] = ()


def check_comparable(before: Snapshot, after: Snapshot) -> None:
    """DataError unless both have the same images, labels and targets."""
    names = f"{before.title} and {after.title}"
    advice = "Choose revisions with the same download.dataset"
    images = before.images or after.images, after.images or before.images
    if images[0] != images[1]:
        raise DataError(
            f"{names} do not show the same images (SHA-256 {str(images[0])[:8]} and "
            f"{str(images[1])[:8]}): their accuracies cannot be compared. {advice}"
        )
    if not np.array_equal(before.labels, after.labels):
        raise DataError(f"{names} do not have the same labels: nothing to compare. {advice}")
    targets = {scores.targets for side in (before, after) for scores in side.strategies.values()}
    if len(targets) > 1:
        raise DataError(f"{names} do not have the same targets: nothing to compare. {advice}")


def has_other_images(first: Snapshot, other: Snapshot) -> bool:
    """Whether a network of the same revision was imported with labels of other images."""
    unknown = first.images is None or other.images is None
    return unknown and not np.array_equal(first.labels, other.labels)


def match_names(before: Snapshot, after: Snapshot) -> list[Match]:
    """The strategies that both sides have, by name; and the best of each kind, if it is another."""
    backbone = _arrow(before.backbone, after.backbone)

    def match(first: str, second: str, role: Role) -> Match:
        sides = before.strategies[first], after.strategies[second]
        return Match(_arrow(first, second), backbone, *sides, role)

    best = [(name, after.best[kind]) for kind, name in before.best.items() if kind in after.best]
    shared = [name for name in after.strategies if name in before.strategies]
    return [
        *(match(*pair, "new best") for pair in best if pair[0] != pair[1]),
        *(match(name, name, "best" if (name, name) in best else "strategy") for name in shared),
    ]


def match_pair(before: Snapshot, after: Snapshot, names: Sequence[str]) -> list[Match]:
    """Match one strategy of `before` with another of `after`; DataError if one is unknown."""
    for side, name in zip((before, after), names, strict=True):
        if name not in side.strategies:
            allowed = ", ".join(side.strategies)
            raise DataError(f"{side.title} has no strategy {name!r}; allowed: {allowed}.")
    first, second = before.strategies[names[0]], after.strategies[names[1]]
    return [Match(_arrow(*names), _arrow(before.backbone, after.backbone), first, second)]


def compare(
    matches: Sequence[Match],
    labels: Labels,
    confidence: float,
    only_before: Sequence[str] = (),
    only_after: Sequence[str] = (),
) -> Comparison:
    """Compare every match on N labelled images, with one family for Holm's correction.

    The family are the strategies with at least one flipped image. A strategy without a flip has
    p = 1, so it can be left out: this keeps the error rate and raises the power (Tarone, 1990).
    """
    flips = [_flip(match, labels) for match in matches]
    moved = [flip for flip in flips if flip.moved]
    counts = np.array([(len(f.broken), len(f.fixed)) for f in moved], dtype=np.int64)
    lost, gained = counts.reshape(-1, 2).T
    p = mcnemar_p(lost, gained)
    flipped = lost + gained > 0
    family = int(flipped.sum())
    p_holm = np.ones(len(moved))
    p_holm[flipped] = holm(p[flipped])
    level = 1 - confidence
    detectable = detectable_difference(lost + gained, len(labels), level / max(1, family))
    limits = paired_difference(lost, gained, len(labels), confidence)
    numbers = zip(*limits, p, p_holm, detectable, strict=True)
    changes = [_describe(f, labels, level, *row) for f, row in zip(moved, numbers, strict=True)]
    still = [flip.match for flip in flips if not flip.moved]
    unchanged = [match.label for match in still if match.role != "new best"]
    same_best = [match.label for match in still if match.role != "strategy"]
    return Comparison(
        len(labels), confidence, family, tuple(changes),
        tuple(unchanged), tuple(only_before), tuple(only_after), tuple(same_best),
    )  # fmt: skip


@dataclass(frozen=True)
class _Flip:
    match: Match
    fixed: Indices
    broken: Indices
    moved: int


def _flip(match: Match, labels: Labels) -> _Flip:
    old, new = match.before.predictions, match.after.predictions
    fixed = np.flatnonzero((old != labels) & (new == labels))
    broken = np.flatnonzero((old == labels) & (new != labels))
    return _Flip(match, fixed, broken, int((old != new).sum()))


def _describe(flip: _Flip, labels: Labels, level: float, *numbers: float) -> Change:
    value, low, high, p, p_holm, detectable = (float(number) for number in numbers)
    match = flip.match
    return Change(
        strategy=match.strategy,
        backbone=match.backbone,
        kinds=(match.before.kind, match.after.kind),
        before=float(np.mean(match.before.predictions == labels)),
        after=float(np.mean(match.after.predictions == labels)),
        difference=value,
        low=low,
        high=high,
        p=p,
        p_holm=p_holm,
        verdict=judge_difference(value, p_holm, level),
        detectable=detectable,
        fixed=flip.fixed,
        broken=flip.broken,
        moved=flip.moved,
        is_best=match.role != "strategy",
    )


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def missing_from(side: Snapshot, other: Snapshot) -> list[str]:
    """The strategies of `other` that `side` does not have."""
    return [f"{other.backbone}/{name}" for name in other.strategies if name not in side.strategies]
