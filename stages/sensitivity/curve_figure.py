"""One figure of all specifications: their sorted accuracies, their choices, and the share of each
choice in the variance.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import drawing
from ..core.arrays import Kind
from ..tables.sensitivity import CHOICES
from .curve import SCOPES, Curve
from .findings import Findings, best_of_kinds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Places = NDArray[np.int64]  # (R,), from left to right

ROW = 0.165  # inches a level
TICKS = 320  # the width of all ticks of a row together, in points; the curve is 450 wide
LETTERS = 92  # of 8 points that fit into the width of the curve
TITLES: Final[Mapping[str, str]] = {
    "backbone": "network",
    "input": "input",
    "groups": "list of groups",
    "of": "of what",
    "reduce": "reduced by",
    "unmapped": "unmapped top-1 classes",
    "debias": "habit that is subtracted",
}


@drawing.in_style
def draw_curve(found: Findings) -> "Figure":
    """The accuracy of each specification; below, one row for each level of each choice."""
    ranked = {
        choice: rank_levels(found.curve, number)
        for number, choice in enumerate(CHOICES)
        if len({one.levels[number] for one in found.curve.specifications}) > 1
    }
    heights = [3.5, *(ROW * len(levels) + 0.1 for levels in ranked.values())]
    figure = drawing.new_figure(9.6, sum(heights) + 0.36 * len(ranked) + 1.2)
    grid = figure.add_gridspec(len(heights), 2, height_ratios=heights, width_ratios=(7.4, 1.5))
    places = found.curve.places
    top = figure.add_subplot(grid[0, 0])
    _draw_accuracies(top, found, places)
    _draw_key(figure.add_subplot(grid[0, 1]), found)
    for row, (choice, levels) in enumerate(ranked.items(), start=1):
        axes = figure.add_subplot(grid[row, 0], sharex=top)
        _draw_levels(axes, found, places, CHOICES.index(choice), levels)
        _draw_shares(figure.add_subplot(grid[row, 1]), found, choice, len(levels))
    low, high = found.curve.accuracies.min(), found.curve.accuracies.max()
    figure.suptitle(
        f"{len(places)} ways to map ImageNet's logits, from {drawing.percent(low)} to "
        f"{drawing.percent(high)} right",
        x=0.01, ha="left", weight="bold", size=13,
    )  # fmt: skip
    return figure


def rank_levels(curve: Curve, choice: int) -> dict[str, float]:
    """The levels of a choice with their mean accuracy in the first kind that has them.

    They are sorted by kind, then the best first, then by name.
    """
    ranked: dict[str, float] = {}
    for kind in _kinds(curve):
        of_kind = curve.only(lambda one, kind=kind: one.kind == kind)  # type: ignore[misc]
        names = np.array([one.levels[choice] for one in of_kind.specifications])
        new = {
            str(name): float(of_kind.accuracies[names == name].mean())
            for name in np.unique(names)
            if name not in ranked
        }
        ranked |= sorted(new.items(), key=lambda item: -item[1])
    return ranked


def _kinds(curve: Curve) -> list[Kind]:
    present = {one.kind for one in curve.specifications}
    return [kind for kind in drawing.KINDS if kind in present]


def _rows_of(curve: Curve, kind: Kind) -> NDArray[np.bool_]:
    return np.array([one.kind == kind for one in curve.specifications])


def _draw_accuracies(axes: "Axes", found: Findings, places: Places) -> None:
    shares, lows, highs = np.array(found.accuracies).T
    for kind in _kinds(found.curve):
        of_kind = _rows_of(found.curve, kind)
        colour, marker = drawing.KIND_COLOURS[kind], drawing.KIND_MARKERS[kind]
        axes.fill_between(
            places[of_kind], lows[of_kind], highs[of_kind], color=colour, alpha=0.22, linewidth=0
        )
        axes.plot(places[of_kind], shares[of_kind], marker, color=colour, markersize=2.6)
    _draw_references(axes, found, float(places[0]))
    _draw_marks(axes, found, places)
    top = max([shares.max(), *(one.accuracy.value for one in found.references)])
    axes.set_ylim(0, min(1.0, top + 0.1))
    axes.set_xlim(places[0] - 2, places[-1] + 2)
    axes.yaxis.set_major_formatter(lambda value, _: drawing.percent(value))
    axes.set_title(
        f"accuracy on dev: {found.curve.right.shape[1]:,} training images; band: its interval",
        fontsize=9, color=drawing.MUTED, weight="normal",
    )  # fmt: skip
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0, labelbottom=False)


def _draw_references(axes: "Axes", found: Findings, left: float) -> None:
    """A line for the best strategy of each kind; the highest has its name above, others below."""
    single = len(found.curve.only(found.is_first).specifications) == len(found.accuracies)
    where = "" if single else f" of {found.backbone}, {found.input}"
    lines = sorted(best_of_kinds(found.references), key=lambda one: -one.accuracy.value)
    for number, one in enumerate(lines):
        height, colour = one.accuracy.value, drawing.KIND_COLOURS[one.kind]
        axes.axhline(height, color=colour, linewidth=1.3)
        axes.annotate(
            f"{one.name}, {one.kind.replace('_', '-')}: {drawing.percent(height, 1)}{where}",
            (left, height),
            xytext=(0, -3.5 if number else 3.5), textcoords="offset points",
            va="top" if number else "bottom", size=8.5, color=colour, weight="bold",
        )  # fmt: skip


def _draw_marks(axes: "Axes", found: Findings, places: Places) -> None:
    """Names on stems: to the left of the stem, above all stems that the name would cross.

    A name without room on the left is on the right; those come first, the rightmost lowest.
    """
    shares, _, highs = np.array(found.accuracies).T
    letter = (places[-1] - places[0]) / LETTERS
    tops: dict[int, float] = {}  # place: top of its stem
    for at, row, text, fits in _order_marks(found, places, letter):
        left, right = sorted((at, at - letter * len(text) * (1 if fits else -1)))
        crossed = [top + 0.055 for place, top in tops.items() if left <= place <= right]
        below = (places >= left) & (places <= right)
        height = tops[at] = max([float(highs[below].max()) + 0.015, *crossed])
        marker = drawing.KIND_MARKERS[found.curve.specifications[row].kind]
        axes.vlines(at, shares[row], height, color=drawing.INK, linewidth=0.7)
        axes.plot(
            at, shares[row], marker, markersize=5.5, markerfacecolor="white",
            markeredgecolor=drawing.INK, markeredgewidth=1.2,
        )  # fmt: skip
        axes.text(
            at, height, text, ha="right" if fits else "left", va="bottom", size=8,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )  # fmt: skip


def _order_marks(
    found: Findings, places: Places, letter: float
) -> list[tuple[int, int, str, bool]]:
    """Place, row, text, and whether the text has room on the left, in the order of drawing."""
    marks = []
    for name, row in found.marks.items():
        at, text = int(places[row]), f"{name}  {drawing.percent(found.accuracies[row].value, 1)}"
        marks.append((at, row, text, bool(at - letter * len(text) >= places[0])))
    return sorted(marks, key=lambda mark: (mark[3], mark[0] if mark[3] else -mark[0]))


def _draw_levels(
    axes: "Axes", found: Findings, places: Places, choice: int, levels: Mapping[str, float]
) -> None:
    """One row for each level with its mean, and a tick for each specification with that level."""
    rows = {level: row for row, level in enumerate(levels)}
    at = np.array([rows[one.levels[choice]] for one in found.curve.specifications])
    for kind in _kinds(found.curve):
        of_kind = _rows_of(found.curve, kind)
        axes.vlines(
            places[of_kind], at[of_kind] - 0.36, at[of_kind] + 0.36,
            color=drawing.KIND_COLOURS[kind], linewidth=TICKS / len(places),
        )  # fmt: skip
    for row in found.marks.values():
        axes.axvline(places[row], color=drawing.INK, linewidth=0.5, alpha=0.5)
    for level, row in rows.items():
        axes.annotate(
            drawing.percent(levels[level]), (1, row), xycoords=("axes fraction", "data"),
            xytext=(6, 0), textcoords="offset points", va="center", size=8, color=drawing.MUTED,
        )  # fmt: skip
    axes.annotate(
        "mean", (1, 1), xycoords="axes fraction", xytext=(6, 5), textcoords="offset points",
        size=8, color=drawing.MUTED,
    )  # fmt: skip
    axes.set_yticks(range(len(rows)), list(rows), fontsize=8.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_title(TITLES[CHOICES[choice]], fontsize=9, pad=3)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelbottom=False)


def _draw_shares(axes: "Axes", found: Findings, choice: str, rows: int) -> None:
    """Two bars: the choice's share, of all and of combinations that neither reject nor guess."""
    colour = drawing.KIND_COLOURS["zero_shot"]
    for place, (scope, face) in enumerate((("zero_shot", colour), ("weighed", "white"))):
        if choice not in found.shares[scope]:
            continue
        bar, at = found.shares[scope][choice], (rows - 1) / 2 + (place - 0.5) * 0.85
        axes.barh(at, bar.share, height=0.6, facecolor=face, edgecolor=colour, linewidth=1.1)
        axes.hlines(at, bar.low, bar.high, color=drawing.INK, linewidth=1)
        axes.annotate(
            drawing.percent(bar.share), (max(bar.share, bar.high), at), xytext=(4, 0), va="center",
            textcoords="offset points", size=8.5, weight="normal" if place else "bold",
        )  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.axis("off")


def _draw_key(axes: "Axes", found: Findings) -> None:
    """What the signs mean; it ends on the heading of the bars below."""
    for kind in _kinds(found.curve):
        axes.plot(
            [], [], drawing.KIND_MARKERS[kind], color=drawing.KIND_COLOURS[kind],
            label=f"{kind.replace('_', '-')} lists",
        )  # fmt: skip
    axes.legend(loc="upper left", borderaxespad=0, handletextpad=0.2)
    axes.text(0, 0.33, "Share of the spread", transform=axes.transAxes, weight="bold")
    spread = found.curve.only(SCOPES["zero_shot"]).accuracies.std()
    axes.text(
        0, 0.3,
        "that each choice is worth\n"
        f"(Shapley; deviation {100 * spread:.1f}\npoints over zero-shot lists)\n"
        "■ all\n□ without reject, random",
        transform=axes.transAxes, va="top", size=8.5, linespacing=1.4, color=drawing.MUTED,
    )  # fmt: skip
    axes.axis("off")
