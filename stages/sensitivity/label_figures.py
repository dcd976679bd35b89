"""Figures: learning curves of supervised strategies; unequal classes for label-free ones."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from .findings import Reference
from .learning import Learned
from .unequal import Unequal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
ABOVE_WORDS = 0.13  # of the accuracy axis: no line goes through a word


@drawing.in_style
def draw_learning(curves: Sequence[Learned], line: Reference | None) -> "Figure":
    """One panel for each supervised strategy, the best first; the line is label-free."""
    ranked = sorted(curves, key=lambda curve: (-curve.means[-1], curve.strategy))
    columns = min(COLUMNS, len(ranked))
    rows = -(-len(ranked) // columns)
    figure = drawing.new_figure(0.6 + 2.3 * columns, 0.9 + 2.3 * rows)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for axes, curve in zip(panels, ranked, strict=False):
        for other in ranked:
            axes.plot(other.labels, other.means, color=drawing.FAINT, linewidth=1)
        _draw_curve(axes, curve, line)
    for axes in panels[len(ranked) :]:
        axes.set_visible(False)
    panels[0].set_ylim(0, 1)
    figure.supylabel("accuracy", size=9, color=drawing.MUTED)
    draws = ranked[0].accuracies.shape[1]
    figure.supxlabel("labelled images of each class", size=9, color=drawing.MUTED)
    figure.suptitle(
        f"What labels buy: accuracy on dev, mean and range of {draws} draws, each with other "
        "images held out",
        x=0.01, ha="left", weight="bold", size=11,
    )  # fmt: skip
    return figure


def _draw_curve(axes: "Axes", curve: Learned, line: Reference | None) -> None:
    colour = drawing.KIND_COLOURS["supervised"]
    low, high = curve.accuracies.min(axis=1), curve.accuracies.max(axis=1)
    axes.fill_between(curve.labels, low, high, color=colour, alpha=0.22, linewidth=0)
    axes.plot(
        curve.labels, curve.means, color=colour, linewidth=1.6,
        marker=drawing.KIND_MARKERS["supervised"], markersize=4,
    )  # fmt: skip
    axes.set_title(curve.strategy, fontsize=9.5, pad=4)
    if line is not None:
        axes.axhline(line.accuracy.value, color=drawing.KIND_COLOURS[line.kind], linewidth=1.3)
        equivalent = curve.label_equivalent(line.accuracy.value)
        text = (
            f"never reaches {line.name}"
            if equivalent is None
            else f"{line.name} = {equivalent:.0f} a class"
        )
        axes.text(
            0.97, 0.05, text, transform=axes.transAxes, ha="right", size=8.5,
            color=drawing.KIND_COLOURS[line.kind], weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
        if equivalent is not None:
            axes.vlines(
                equivalent, ABOVE_WORDS, line.accuracy.value, linewidth=1, linestyle=":",
                color=drawing.KIND_COLOURS[line.kind],
            )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(curve.labels, [f"{count:,}" for count in curve.labels], fontsize=8)
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: drawing.percent(value))
    axes.tick_params(length=0)
    axes.grid(axis="y")


@drawing.in_style
def draw_unequal(cases: Sequence[Unequal]) -> "Figure":
    """Differences to `standardise`: a block for each case, a line for each strategy, a mark a draw.

    Strategies that never differ are left out.
    """
    shown = {case.strategy for case in cases if case.differences.any()}
    lines = _place(cases, shown)
    height = 1.5 + 0.2 * (max(lines) + 1)
    figure = drawing.new_figure(7.6, height)
    axes = figure.add_subplot()
    colour = drawing.KIND_COLOURS["label_free"]
    axes.axvline(0, color=drawing.MUTED, linewidth=0.9)
    for line, case in lines.items():
        _draw_draws(axes, line, case, colour)
    firsts = {case.case: (line, case) for line, case in reversed(lines.items())}
    for name, (line, case) in firsts.items():
        heading = f"{name}: standardise {drawing.percent(case.plain.mean(), 1)}"
        axes.text(
            0.0, line - 0.95, heading, transform=axes.get_yaxis_transform(), weight="bold",
            size=8.5, va="center",
        )  # fmt: skip
    axes.set_yticks(list(lines), [case.strategy for case in lines.values()])
    axes.set_ylim(max(lines) + 0.7, -1.5)
    axes.xaxis.set_major_formatter(
        lambda value, _: drawing.signed(100 * value, 0) if value else "0"
    )
    axes.set_xlabel("points of accuracy more than standardise, each draw")
    axes.grid(axis="x")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    figure.suptitle(
        "Without labels, when classes are not equally frequent",
        x=0.01, ha="left", weight="bold", size=11,
    )  # fmt: skip
    return figure


def _place(cases: Sequence[Unequal], shown: Collection[str]) -> dict[int, Unequal]:
    """The line number of each strategy, with room for a heading before each case."""
    lines: dict[int, Unequal] = {}
    for _, group in groupby(cases, key=lambda case: case.case):
        start = max(lines) + 3 if lines else 0
        lines |= dict(enumerate((case for case in group if case.strategy in shown), start))
    return lines


def _draw_draws(axes: "Axes", line: int, case: Unequal, colour: str) -> None:
    drawn = case.differences
    axes.plot(drawn, np.full(len(drawn), line), "o", color=colour, markersize=4.5)
    axes.annotate(
        drawing.percent(case.accuracies.mean(), 1), (1.0, line), xytext=(6, 0), va="center", size=8,
        xycoords=("axes fraction", "data"), textcoords="offset points", color=drawing.MUTED,
        annotation_clip=False,
    )  # fmt: skip
