"""A comparison as people read it in a terminal or on a forge, and as programs read it."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from stages.core.arrays import Kind
from stages.evaluate.comparison import Change, Comparison
from stages.evaluate.paired import POWER

WIDTH = 120  # columns of a terminal that nothing here exceeds

_HEADER = ("before", "after", "difference", "interval", "p (Holm)", "fixed", "broken", "verdict")
_WIDTHS = (6, 6, 10, 16, 8, 6, 6, 27)
_NAME = WIDTH - sum(_WIDTHS) - 2 * len(_WIDTHS)  # what is left for the strategy


class Heading(NamedTuple):
    """What was compared, and how many flipped images to name."""

    before: str
    after: str
    scored: str
    images: int


def as_table(found: Comparison, heading: Heading) -> str:
    """For a terminal: at most 120 columns."""
    lines = [*textwrap.wrap(_title(found, heading), WIDTH), ""]
    if found.changes:
        lines.append(_line("", _HEADER))
    for (backbone, kinds), changes in _by_kind(found.changes):
        lines.append(f"{backbone}, {_kinds(kinds)}")
        lines += [_line(f"  {c.strategy}", _cells(c)) for c in changes]
    lines += ["", *_flips(found.changes, heading.images)] if found.changes else []
    lines += [line for note in _notes(found) for line in textwrap.wrap(note, WIDTH)]
    return "\n".join(lines) + "\n"


def as_markdown(found: Comparison, heading: Heading) -> str:
    """For a pull request: a heading line, a table, the notes as a list."""
    columns = ("network", "kind", "strategy", *_HEADER)
    lines = [f"**{_title(found, heading)}**", ""]
    if found.changes:
        aligned = ["---"] * 3 + ["--:"] * (len(_HEADER) - 1) + ["---"]
        lines += [_row(columns), _row(aligned)]
        for (backbone, kinds), changes in _by_kind(found.changes):
            lines += [_row((backbone, _kinds(kinds), c.strategy, *_cells(c))) for c in changes]
        lines.append("")
    lines += [f"- {' '.join(line.split())}" for line in _flips(found.changes, heading.images)]
    lines += [f"- {note}" for note in _notes(found)]
    return "\n".join(lines) + "\n"


def as_json(found: Comparison, heading: Heading) -> str:
    """For programs: shares, not per cent; every flipped image by its index."""
    changes = [
        {
            **{name: getattr(c, name) for name in _PLAIN},
            "kind_before": c.kinds[0],
            "kind_after": c.kinds[1],
            "fixed": c.fixed.tolist(),
            "broken": c.broken.tolist(),
        }
        for c in found.changes
    ]
    content = {
        "before": heading.before,
        "after": heading.after,
        "split": heading.scored,
        "images": found.images,
        "confidence": found.confidence,
        "family": found.family,
        "changes": changes,
        "unchanged": found.unchanged,
        "only_before": found.only_before,
        "only_after": found.only_after,
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


_PLAIN = (
    "strategy", "backbone", "before", "after", "difference", "low", "high",
    "p", "p_holm", "verdict", "detectable", "moved",
)  # fmt: skip


def _title(found: Comparison, heading: Heading) -> str:
    return (
        f"{heading.before} → {heading.after} on {found.images:,} {heading.scored} images: "
        "accuracy in %, differences in points"
    )


def _by_kind(
    changes: Sequence[Change],
) -> Iterator[tuple[tuple[str, tuple[Kind, Kind]], Iterator[Change]]]:
    """Kinds never share a ranking, so they never share a block."""

    def block(change: Change) -> tuple[str, tuple[Kind, Kind]]:
        return change.backbone, change.kinds

    ordered = sorted(changes, key=lambda c: (*block(c), -c.difference, c.strategy))
    return groupby(ordered, key=block)


def _kinds(kinds: tuple[Kind, Kind]) -> str:
    before, after = kinds
    return before if before == after else f"{before} → {after} (they did not see the same)"


def _cells(change: Change) -> tuple[str, ...]:
    verdict: str = change.verdict
    if verdict == "not distinguishable":
        verdict += f" ±{100 * change.detectable:.2f}"
    return (
        f"{100 * change.before:.2f}",
        f"{100 * change.after:.2f}",
        _signed(change.difference),
        f"[{_signed(change.low)}, {_signed(change.high)}]",
        f"{change.p_holm:.3f}" if change.p_holm >= 0.001 else "<0.001",
        str(len(change.fixed)),
        str(len(change.broken)),
        verdict,
    )


def _signed(share: float) -> str:
    """Points with a sign; the minus is the typographic one, as wide as the plus."""
    return f"{100 * share:+.2f}".replace("-", "−")


def _line(name: str, cells: Sequence[str]) -> str:
    *numbers, verdict = cells
    columns = [cell.rjust(width) for cell, width in zip(numbers, _WIDTHS, strict=False)]
    return "  ".join([shorten(name, _NAME).ljust(_NAME), *columns, verdict])


def shorten(name: str, width: int) -> str:
    """A name of at most `width` characters; what is cut is cut from its middle."""
    if len(name) <= width:
        return name
    head = (width - 1) // 2
    return f"{name[:head]}…{name[len(name) - (width - 1 - head) :]}"


def _flips(changes: Sequence[Change], number: int) -> list[str]:
    """Some flipped images of each strategy, by their index in the split."""
    lines = []
    for change in changes if number > 0 else ():
        parts = [change.strategy]
        for word, images in (("fixed", change.fixed), ("broken", change.broken)):
            if len(images):
                shown = " ".join(str(image) for image in images[:number])
                parts.append(f"{word} {shown}{' …' if len(images) > number else ''}")
        wrong = change.moved - len(change.fixed) - len(change.broken)
        parts += [f"{wrong} from one wrong class to another"] if wrong else []
        lines += textwrap.wrap("  ".join(parts), WIDTH, subsequent_indent="    ")
    return lines


def _notes(found: Comparison) -> list[str]:
    """What is needed to read the numbers, and what they do not cover."""
    notes = []
    for names, what in (
        (found.unchanged, "Same predictions on both sides"),
        (found.only_before, "Only before"),
        (found.only_after, "Only after"),
    ):
        if names:
            notes.append(f"{what} ({len(names)}): {', '.join(names)}.")
    if not found.changes:
        return notes
    level = 1 - found.confidence
    notes.append(
        f"Verdict: better or worse where the exact McNemar p, Holm-corrected over the "
        f"{found.family} strategies of which an image flipped, is at most {level:.3g}. "
        f"±: the true difference that this many images and flips would have shown "
        f"{POWER:.0%} of the time."
    )
    notes.append(
        f"Intervals: paired, {found.confidence:.0%}, for one difference alone. They cover the "
        "draw of the images; not the training of supervised strategies, nor that transductive "
        "predictions depend on one another."
    )
    return notes


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
