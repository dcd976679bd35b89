"""What labels buy, and what unequal classes cost whoever has none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stages import drawing
from stages.sensitivity.findings import Reference
from stages.sensitivity.learning import Learned
from stages.sensitivity.unequal import Unequal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4


@drawing.in_style
def draw_learning(curves: Sequence[Learned], line: Reference | None) -> "Figure":
    """A panel a supervised strategy, the best with all labels first; the line needs no label."""
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
    draws = ranked[0].accuracies.shape[1]
    figure.supxlabel("labelled images of each class", size=9, color=drawing.MUTED)
    figure.suptitle(
        f"What labels buy: accuracy on dev, mean and range of {draws} draws",
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
        axes.axhline(line.accuracy.share, color=drawing.KIND_COLOURS[line.kind], linewidth=1.3)
        worth = curve.worth(line.accuracy.share)
        told = (
            f"never reaches {line.name}" if worth is None else f"{line.name} = {worth:.0f} a class"
        )
        axes.text(
            0.97, 0.05, told, transform=axes.transAxes, ha="right", size=8.5,
            color=drawing.KIND_COLOURS[line.kind], weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
        if worth is not None:
            axes.vlines(
                worth, 0, line.accuracy.share, color=drawing.KIND_COLOURS[line.kind],
                linewidth=1, linestyle=":",
            )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(curve.labels, [f"{count:,}" for count in curve.labels], fontsize=8)
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.tick_params(length=0)
    axes.grid(axis="y")


@drawing.in_style
def draw_unequal(cases: Sequence[Unequal]) -> "Figure":
    """A row a case of unequal classes, a sign a strategy: mean and range of its draws."""
    names = list(dict.fromkeys(case.case for case in cases))
    strategies = list(dict.fromkeys(case.strategy for case in cases))
    height = 0.17 * len(strategies) + 0.12
    figure = drawing.new_figure(7.6, height * len(names) + 1.3)
    axes = figure.add_subplot()
    markers = list(drawing.KIND_MARKERS.values())
    for number, strategy in enumerate(strategies):
        ours = [case for case in cases if case.strategy == strategy]
        rows = np.array([names.index(case.case) for case in ours])
        rows = rows + (number - (len(strategies) - 1) / 2) * 0.75 / len(strategies)
        colour = drawing.CATEGORICAL[number % len(drawing.CATEGORICAL)]
        lows, highs = ([f(case.accuracies) for case in ours] for f in (np.min, np.max))
        axes.hlines(rows, lows, highs, color=colour, linewidth=1.4)
        axes.plot(
            [case.accuracies.mean() for case in ours], rows, markers[number % len(markers)],
            color=colour, markersize=5, label=strategy,
        )  # fmt: skip
    for row in range(1, len(names)):
        axes.axhline(row - 0.5, color=drawing.FAINT, linewidth=0.6)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("accuracy on the images drawn; line: range of the draws")
    axes.grid(axis="x")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=min(3, len(strategies)), handletextpad=0.2
    )
    figure.suptitle(
        "Without labels, when classes are not equally frequent",
        x=0.01, ha="left", weight="bold", size=11,
    )  # fmt: skip
    return figure
