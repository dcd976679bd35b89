"""Two sets of predictions of the same images, strategy by strategy: progress or noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Kind, Labels, Scores
from stages.core.errors import DataError
from stages.statistics import Verdict, holm, judge, mcnemar_p, paired_difference
from tools.compare.detectable import detectable_difference
from tools.compare.revisions import Snapshot

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Match:
    """What is compared with what."""

    strategy: str  # or "a → b"
    backbone: str  # or "a → b"
    before: Scores
    after: Scores

    @property
    def label(self) -> str:
        """As people and paths name it."""
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
    detectable: float  # the difference that these images would have shown 4 times in 5
    fixed: Indices  # images that turned from wrong to right
    broken: Indices  # and from right to wrong
    moved: int  # images whose prediction changed, be it from wrong to wrong


@dataclass(frozen=True)
class Comparison:
    """All of it; strategies that only one side has are named, not measured."""

    images: int
    confidence: float
    family: int  # strategies that Holm's correction was over
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]  # "backbone/strategy" with the same predictions on both sides
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def check_comparable(before: Snapshot, after: Snapshot) -> None:
    """DataError unless both speak of the same images, labels and targets."""
    names = f"{before.title} and {after.title}"
    advice = "Choose revisions with the same download.dataset"
    if before.images != after.images:
        raise DataError(
            f"{names} do not show the same images (SHA-256 {before.images[:8]} and "
            f"{after.images[:8]}): their accuracies cannot be compared. {advice}"
        )
    if not np.array_equal(before.labels, after.labels):
        raise DataError(f"{names} do not have the same labels: nothing to compare. {advice}")
    found = {scores.targets for side in (before, after) for scores in side.strategies.values()}
    if len(found) > 1:
        raise DataError(f"{names} do not have the same targets: nothing to compare. {advice}")


def match_names(before: Snapshot, after: Snapshot) -> list[Match]:
    """The strategies that both sides have, by name."""
    shared = [name for name in after.strategies if name in before.strategies]
    backbone = _arrow(before.backbone, after.backbone)
    return [Match(n, backbone, before.strategies[n], after.strategies[n]) for n in shared]


def match_pair(before: Snapshot, after: Snapshot, names: Sequence[str]) -> list[Match]:
    """One strategy of the one side with another of the other; DataError for an unknown one."""
    for side, name in zip((before, after), names, strict=True):
        if name not in side.strategies:
            known = ", ".join(side.strategies)
            raise DataError(f"{side.title} has no strategy {name!r}; allowed: {known}.")
    first, second = before.strategies[names[0]], after.strategies[names[1]]
    return [Match(_arrow(*names), _arrow(before.backbone, after.backbone), first, second)]


def compare(
    matches: Sequence[Match],
    labels: Labels,
    confidence: float,
    only_before: Sequence[str] = (),
    only_after: Sequence[str] = (),
) -> Comparison:
    """Measure every match on N labelled images; one family for Holm's correction.

    The family is the strategies of which at least one image flipped. One without a flip has p = 1
    whatever happens, so leaving it out costs no error rate (Tarone, 1990) and saves power.
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
    still = [flip.match.label for flip in flips if not flip.moved]
    return Comparison(
        len(labels), confidence, family, tuple(changes),
        tuple(still), tuple(only_before), tuple(only_after),
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
        verdict=judge(value, p_holm, level),
        detectable=detectable,
        fixed=flip.fixed,
        broken=flip.broken,
        moved=flip.moved,
    )


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def missing_from(side: Snapshot, other: Snapshot) -> list[str]:
    """The strategies of the other side that this one lacks."""
    return [f"{other.backbone}/{name}" for name in other.strategies if name not in side.strategies]
