"""A comparison as text for a terminal, as Markdown, and as JSON for programs."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, get_args

from stages.core.arrays import Kind
from stages.results.language import signed_points
from tools.compare.comparison import Change, Comparison
from tools.compare.detectable import POWER

WIDTH = 120  # columns of the terminal

_HEADER = ("before", "after", "diff", "interval", "p Holm", "fixed", "broken", "verdict")
_WIDTHS = (6, 6, 6, 16, 6, 5, 6, 26)
_NAME = WIDTH - sum(_WIDTHS) - 2 * len(_WIDTHS)  # columns left for the strategy


class Heading(NamedTuple):
    """The compared revisions and images, and the number of flipped images to name."""

    before: str
    after: str
    scored: str
    images: int


def as_table(found: Comparison, heading: Heading) -> str:
    """For a terminal: at most 120 columns."""
    lines = [*textwrap.wrap(title(found, heading), WIDTH), ""]
    lines += [line for told in summary(found) for line in (*textwrap.wrap(told, WIDTH), "")]
    if found.changes:
        lines += _line("", _HEADER)
    for block, changes in by_kind(found.changes):
        lines.append(f"{block.backbone}, {block.title}")
        for change in changes:
            lines += _line(f"  {change.strategy}", cells(change))
            named = f"    {flips(change, heading.images)}"
            lines += textwrap.wrap(named, WIDTH, subsequent_indent="      ")
    lines += [""] if found.changes else []
    lines += [line for note in notes(found) for line in textwrap.wrap(note, WIDTH)]
    return "\n".join(lines) + "\n"


def as_markdown(found: Comparison, heading: Heading) -> str:
    """For a pull request: a heading line, a table, the notes as a list."""
    lines = [f"**{title(found, heading)}**", ""]
    lines += [line for told in summary(found) for line in (told, "")]
    if found.changes:
        aligned = ["---"] * 3 + ["--:"] * (len(_HEADER) - 1) + ["---"] * 2
        lines += [_row(("network", "kind", "strategy", *_HEADER, "images")), _row(aligned)]
    for block, changes in by_kind(found.changes):
        for change in changes:
            row = (*cells(change), flips(change, heading.images))
            lines.append(_row((block.backbone, block.title, change.strategy, *row)))
    lines += [""] if found.changes else []
    lines += [f"- {note}" for note in notes(found)]
    return "\n".join(lines) + "\n"


def as_json(found: Comparison, heading: Heading) -> str:
    """For programs: shares, not per cent; the indices of all flipped images."""
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
        "same_best": found.same_best,
        "networks_before": found.networks_before,
        "networks_after": found.networks_after,
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


_PLAIN = (
    "strategy", "backbone", "before", "after", "difference", "low", "high",
    "p", "p_holm", "verdict", "detectable", "moved", "is_best",
)  # fmt: skip


def title(found: Comparison, heading: Heading) -> str:
    """The compared revisions, the images, and the units."""
    sides = [heading.before, *([heading.after] if heading.after != heading.before else [])]
    images = f"{found.images:,} {heading.scored} images"
    return f"{' → '.join(sides)}, {images}: accuracy in %, differences in points"


def summary(found: Comparison) -> list[str]:
    """What a reader asks first, where no row says it."""
    texts = []
    if found.same_best:
        told = "Best of its kind on dev, with the same predictions on both sides"
        texts.append(f"{told}: {', '.join(_brief(found.same_best))}.")
    for names, side in ((found.networks_before, "before"), (found.networks_after, "after")):
        if names:
            texts.append(f"Networks only {side}, not compared: {', '.join(names)}.")
    return texts


class Block(NamedTuple):
    """Changes that are ranked together."""

    backbone: str
    kinds: tuple[Kind, Kind]
    is_best: bool

    @property
    def title(self) -> str:
        """The kind, or both, and whether these are the best."""
        return kinds_of(self.kinds) + (": the best on dev" if self.is_best else "")


def _block(change: Change) -> Block:
    return Block(change.backbone, change.kinds, change.is_best)


def in_order(changes: Sequence[Change]) -> list[Change]:
    """The best of each kind first; then by network, by kind, by difference, the highest first."""
    kinds = get_args(Kind)

    def place(change: Change) -> tuple[bool, str, list[int], float, str]:
        order = [kinds.index(kind) for kind in change.kinds]
        return not change.is_best, change.backbone, order, -change.difference, change.strategy

    return sorted(changes, key=place)


def by_kind(changes: Sequence[Change]) -> Iterator[tuple[Block, Iterator[Change]]]:
    """One block for each network and kind, because different kinds are not ranked together."""
    return groupby(in_order(changes), key=_block)


def kinds_of(kinds: tuple[Kind, Kind]) -> str:
    """The kind, or both kinds if they differ."""
    before, after = kinds
    return before if before == after else f"{before} → {after} (they did not see the same)"


def cells(change: Change) -> tuple[str, ...]:
    """The numbers of a change as text, in the order of the table's columns; shares in per cent."""
    verdict: str = change.verdict
    if verdict == "not distinguishable":
        verdict += f" ±{100 * change.detectable:.2f}"
    return (
        f"{100 * change.before:.2f}",
        f"{100 * change.after:.2f}",
        signed_points(change.difference),
        f"[{signed_points(change.low)}, {signed_points(change.high)}]",
        f"{change.p_holm:.3f}" if change.p_holm >= 0.001 else "<0.001",
        str(len(change.fixed)),
        str(len(change.broken)),
        verdict,
    )


def _line(name: str, texts: Sequence[str]) -> list[str]:
    """One row; a name that does not fit gets its own line and is never cut."""
    *numbers, verdict = texts
    columns = [text.rjust(width) for text, width in zip(numbers, _WIDTHS, strict=False)]
    if len(name) <= _NAME:
        return ["  ".join([name.ljust(_NAME), *columns, verdict])]
    return [*textwrap.wrap(name, WIDTH, subsequent_indent="    "), *_line("", texts)]


def flips(change: Change, number: int) -> str:
    """A few of the flipped images, by their index in the split."""
    parts = []
    for word, images in (("fixed", change.fixed), ("broken", change.broken)):
        if len(images) and number > 0:
            shown = " ".join(str(image) for image in images[:number])
            parts.append(f"{word} {shown}{' …' if len(images) > number else ''}")
    wrong = change.moved - len(change.fixed) - len(change.broken)
    parts += [f"{wrong} from one wrong class to another"] if wrong else []
    return "; ".join(parts)


def notes(found: Comparison) -> list[str]:
    """Explanations of the numbers, and what they do not cover."""
    texts = []
    for names, what in (
        (found.unchanged, "Same predictions on both sides"),
        (found.only_before, "Only before"),
        (found.only_after, "Only after"),
    ):
        if names:
            texts.append(f"{what} ({len(names)}): {', '.join(_brief(names))}.")
    if not found.changes:
        return texts
    level = 1 - found.confidence
    texts.append(
        "Verdict: better or worse if the exact McNemar p, Holm-corrected over all strategies "
        f"with a flipped image ({found.family}), is at most {level:.3g}. "
        f"±: the true difference that so many images and flips show with a power of {POWER:.0%}."
    )
    texts.append(
        f"Intervals: paired, {found.confidence:.0%}, for one difference alone. They cover the "
        "random sample of images, but not the training of supervised strategies, nor the "
        "dependence between transductive predictions."
    )
    return texts


def _brief(names: Sequence[str]) -> list[str]:
    """The names without the backbone, if it is the same for all of them."""
    if len({name.split("/")[0] for name in names}) > 1:
        return list(names)
    return [name.split("/", 1)[1] for name in names]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
