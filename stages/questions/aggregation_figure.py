"""Question 5: the same groups, added up in every way."""

from typing import TYPE_CHECKING

from .. import drawing
from .aggregation import Aggregation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 0.42  # inches


@drawing.in_style
def draw_aggregation(facts: Aggregation) -> "Figure":
    """A bar for each way to add up, best first, with its interval."""
    rows = facts.reductions
    figure = drawing.new_figure(7.4, ROW * len(rows) + 1.4)
    axes = figure.subplots()
    places = range(len(rows))
    axes.barh(places, [row.accuracy for row in rows], 0.62, color=drawing.CATEGORICAL[0])
    axes.hlines(
        places, [row.low for row in rows], [row.high for row in rows],
        color=drawing.INK, linewidth=1.4,
    )  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        axes.annotate(
            f"{row.accuracy:.1%}", (row.high, place), xytext=(6, 0), va="center",
            textcoords="offset points",
        )  # fmt: skip
    axes.set_yticks(places, [f"{row.reduce} of {row.of}" for row in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15 * max(row.high for row in rows))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("accuracy on the training images, with its interval")
    axes.set_title("The same keyword groups, added up in different ways")
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    return figure
