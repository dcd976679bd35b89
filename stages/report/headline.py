"""Draws what a reader takes home, as wide as a phone: all strategies, and the best of each kind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from ..core import paths
from ..results.evaluation import Evaluation
from ..results.findings import KindFindings
from ..results.language import PLAIN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADLINE = paths.REPORT / "headline.svg"

WIDTH = 5.2  # inches; shown 360 pixels wide, its letters are 9 pixels high
ROW, AROUND = 0.56, 1.05
LETTER = 0.0155  # of the axis, a letter of the labels
RIGHT = 1.06  # end of the axis: a label may reach a little beyond 100 %
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # no line goes through a word


@drawing.in_style
def draw_headline(evaluation: Evaluation, findings: Sequence[KindFindings]) -> "Figure":
    """Test accuracy of every strategy as a dot, a row a kind; the chosen one has its name."""
    figure = drawing.new_figure(WIDTH, AROUND + ROW * len(findings))
    axes = figure.add_subplot()
    for row, found in enumerate(findings):
        _draw_kind(axes, row, found)
    chance = 1 / len(evaluation.provenance.targets)
    axes.axvline(chance, ymin=0, ymax=1, color=drawing.MUTED, linewidth=1, linestyle=":", zorder=0)
    axes.set_xlim(0, RIGHT)
    axes.set_xticks(np.linspace(0, 1, 6))
    axes.set_ylim(len(findings) - 0.5, -0.75)
    axes.xaxis.set_major_formatter(lambda share, _: PLAIN.percent(share, 0))
    axes.set_xlabel(
        f"right of {evaluation.provenance.images.test:,} test images; dotted: chance\n"
        f"a dot: a mapping; named: the best of its kind on {_chosen_on(evaluation)} images"
    )
    axes.set_yticks([])
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    figure.suptitle(_title(findings), x=0.02, ha="left", weight="bold", size=11)
    return figure


def _chosen_on(evaluation: Evaluation) -> str:
    return "training" if evaluation.provenance.images.train else "these"


def _title(findings: Sequence[KindFindings]) -> str:
    """The range over all kinds; mappings at chance level are none that anybody would choose."""
    low = min(found.weakest.accuracy for found in findings)
    high = max(found.strongest.accuracy for found in findings)
    span = f"{100 * low:.0f} to {PLAIN.percent(high, 0)}"
    return f"One network, the same images: {span}\nby the mapping alone"


def _draw_kind(axes: "Axes", row: int, found: KindFindings) -> None:
    best, colour = found.chosen, drawing.KIND_COLOURS[found.kind]
    name, _, knows = drawing.KIND_TITLES[found.kind].partition(": ")
    axes.annotate(
        f"{name}: {knows}", (0, row - 0.33), xytext=(2, 0), textcoords="offset points",
        va="center", size=9, color=drawing.MUTED, bbox=BEHIND,
    )  # fmt: skip
    dots = [result.accuracy for result in found.results]
    axes.plot(dots, [row] * len(dots), "o", color=colour, markersize=4, alpha=0.45, linewidth=0)
    axes.hlines(row, best.accuracy_low, best.accuracy_high, color=colour, linewidth=2.5)
    axes.plot(best.accuracy, row, drawing.KIND_MARKERS[found.kind], color=colour, markersize=8)
    text = f"{best.strategy} {PLAIN.percent(best.accuracy)}"
    first, last = min(best.accuracy_low, *dots), max(best.accuracy_high, *dots)
    width = LETTER * len(text)
    x, y, left = last, float(row), True
    if last + width > RIGHT:
        beside = first >= width  # else there is room on neither side, so below
        x, y, left = (first, row, False) if beside else (RIGHT, row + 0.33, False)
    axes.annotate(
        text, (x, y), xytext=(6 if left else -6, 0), textcoords="offset points", va="center",
        ha="left" if left else "right", size=10, weight="bold", bbox=BEHIND,
    )  # fmt: skip
