"""An audit as text for a terminal, and as a table of all edits."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stages import vocabulary
from stages.core import paths
from stages.map.groups import Groups
from stages.map.reduction import GroupReduction
from tools.audit.edits import Flips
from tools.audit.effects import Effects

WIDTH = 100  # columns of the terminal
LEVEL = 0.05  # an edit with a smaller corrected p is marked

CSV_HEADER = (
    "edit", "target", "index", "wnid", "name", "difference", "low", "high", "lost", "gained",
    "p", "p_holm", "top1_of", "top1_of_target", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Audit:
    """The results for one list, on images with their labels: dev, or test where there is no dev."""

    backbone: str
    scored: paths.Scored
    groups: Groups
    strategy: str  # whose options were taken
    reduction: GroupReduction
    flips: Flips
    effects: Effects
    top1: NDArray[np.float64]  # F (S, K): images of each target with each top-1 class
    confidence: float


def as_text(audit: Audit, count: int) -> str:
    """The conditions, `count` harmful members, `count` useful other classes, and a warning."""
    inside, possible = audit.flips.inside, audit.flips.possible
    lines = [
        *_wrap(_title(audit)),
        *_wrap(
            "The labels of these images were used. A list that is edited by what follows is "
            "informed, no longer zero-shot: say so in it, and compare it on test only."
        ),
        "",
        *_table(audit, "Members that do harm: accuracy without them", inside, count),
        "",
        *_table(audit, "Absent classes that would help: accuracy with them", ~inside, count),
        "",
        *_wrap(_warning(audit, int(possible.sum()))),
    ]
    return "\n".join(lines) + "\n"


def csv_rows(audit: Audit) -> Iterator[tuple[Any, ...]]:
    """A row for every possible edit, target by target, in the order of the index."""
    for target in range(len(audit.groups.targets)):
        for index in np.flatnonzero(audit.flips.possible[:, target]):
            yield _csv_row(audit, int(index), target)


def _csv_row(audit: Audit, index: int, target: int) -> tuple[Any, ...]:
    known, effects, place = vocabulary.imagenet()[index], audit.effects, (index, target)
    numbers = (effects.difference, effects.low, effects.high)
    return (
        "take out" if audit.flips.inside[place] else "add",
        audit.groups.targets[target],
        index,
        known.wnid,
        known.names[0],
        *(round(float(values[place]), 6) for values in numbers),
        int(audit.flips.lost[place]),
        int(audit.flips.gained[place]),
        *(f"{values[place]:.3g}" for values in (effects.p, effects.p_holm)),
        int(audit.top1[index].sum()),
        int(audit.top1[place]),
        _reason(audit, index, target),
    )


def _title(audit: Audit) -> str:
    by, flips = audit.reduction, audit.flips
    what = "vote" if by.reduce == "vote" else f"{by.reduce} of {by.of}"
    members, edits = int(flips.inside.sum()), int(flips.possible.sum())
    return (
        f"{audit.groups.name}: {what}, unmapped: {by.unmapped} (as {audit.strategy} in "
        f"params.yaml, but for what the command says). {flips.images:,} {audit.scored} images of "
        f"{audit.backbone}, {flips.right:,} right: accuracy {flips.right / flips.images:.4f}. "
        f"Edits: {members:,} that remove a class, {edits - members:,} that add one."
    )


def _table(audit: Audit, title: str, among: NDArray[np.bool_], count: int) -> list[str]:
    order = _best_first(audit, among)
    interval = f"{audit.confidence:.0%} interval"
    head = f"  {'':46}{'difference':>10}  {interval:>18} {'won':>5} {'lost':>5}  {'p Holm':>6}"
    more = f" ({len(order):,}; the first {count})" if len(order) > count else f" ({len(order):,})"
    lines = [title + more, *([head] if order else [])]
    for index, target in order[:count]:
        lines += _entry(audit, index, target)
    return lines


def _best_first(audit: Audit, among: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Edits that raise accuracy, the largest difference first; ties: the smallest p."""
    effects = audit.effects
    places = np.argwhere(among & audit.flips.possible & (effects.difference > 0))
    return sorted(
        ((int(s), int(t)) for s, t in places),
        key=lambda place: (-effects.difference[place], effects.p[place], place),
    )


def _entry(audit: Audit, index: int, target: int) -> list[str]:
    effects, place = audit.effects, (index, target)
    sign = "-" if audit.flips.inside[place] else "+"
    name = vocabulary.imagenet()[index].names[0]
    what = textwrap.shorten(f"{sign} {audit.groups.targets[target]}: {index} {name}", 46)
    sure = "*" if effects.p_holm[place] < LEVEL else " "
    numbers = (
        f"{effects.difference[place]:>+10.4f}  [{effects.low[place]:+.4f}, "
        f"{effects.high[place]:+.4f}] {audit.flips.gained[place]:>5} "
        f"{audit.flips.lost[place]:>5}  {_p(effects.p_holm[place]):>6}{sure}"
    )
    text = f"{_reason(audit, index, target)}; {_evidence(audit, index, target)}"
    return [f"  {what:<46}{numbers}", *_wrap(text, "      ")]


def _p(value: float) -> str:
    return "<.0001" if value < 1e-4 else f"{value:.4f}"


def _reason(audit: Audit, index: int, target: int) -> str:
    """The list's reason for a member; for another class, its parent in WordNet and its groups."""
    rows = {row.index: row.reason for row in audit.groups.rows[audit.groups.targets[target]]}
    if index in rows:
        return rows[index]
    wordnet = vocabulary.wordnet()
    above = wordnet.parents[vocabulary.imagenet()[index].wnid][0]
    names = [audit.groups.targets[t] for t in np.flatnonzero(audit.flips.inside[index])]
    where = f"now in {' and '.join(names)}" if names else "now in no group"
    return f"a kind of {wordnet.names[above][0]}, {where}"


def _evidence(audit: Audit, index: int, target: int) -> str:
    counts = audit.top1[index]
    if not counts.any():
        return "top-1 class of no image"
    most = int(counts.argmax())
    names, total = audit.groups.targets, counts.sum()
    text = f"top-1 class of {total:,.0f} image{'s' if total > 1 else ''}: "
    text += f"{counts[target]:,.0f} {names[target]}"
    return text if most == target else f"{text}, {counts[most]:,.0f} {names[most]}"


def _warning(audit: Audit, edits: int) -> str:
    return (
        f"Each interval is for one edit alone. The best of {edits:,} edits seem better than they "
        f"are; p Holm is corrected for all of them, and * marks those below {LEVEL}. The effects "
        "of edits do not add up: make one, and audit again."
    )


def _wrap(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
