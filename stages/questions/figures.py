"""The figures that are drawn with the pages: reductions (question 5) and metrics (question 7)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .. import drawing
from .aggregation import Aggregation
from .metrics import Metrics, OnTwoPriors
from .priors import Scores

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAIR, BASELINE, OTHERS = drawing.CATEGORICAL[0], drawing.CATEGORICAL[1], drawing.MUTED
ROW = 0.42  # inches, of one reduction
ROOM = 1.15  # the axes end beyond the largest value


@drawing.in_style
def draw_aggregation(facts: Aggregation) -> "Figure":
    """A bar with its interval for each reduction, the best first."""
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


@drawing.in_style
def draw_metrics(facts: Metrics) -> "Figure":
    """A point for each zero-shot strategy; a line joins the pair of `find_pair`."""
    figure = drawing.new_figure(9.4, 4.2)
    now, tail = figure.subplots(1, 2, sharey=True)
    panels: Sequence[tuple[Axes, str, Callable[[OnTwoPriors], Scores]]] = (
        (now, "The test images as they are", lambda both: both.measured),
        (tail, f"{facts.frequent} {facts.imbalance:g} times as frequent as {facts.rare}",
         lambda both: both.tail),
    )  # fmt: skip
    shown = [
        pick(both)
        for _, _, pick in panels
        for both in (*facts.all_strategies, facts.majority_baseline)
    ]
    for axes, title, pick in panels:
        axes.set_title(title)
        _draw_points(axes, facts, pick)
        axes.set_xlabel("accuracy")
        axes.set_xlim(0, ROOM * max(one.accuracy for one in shown))
        axes.set_ylim(0, ROOM * max(one.macro_f1 for one in shown))
        axes.grid()
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
    now.set_ylabel("macro F1")
    now.legend(loc="upper left")
    return figure


def _draw_points(axes: "Axes", facts: Metrics, pick: Callable[[OnTwoPriors], Scores]) -> None:
    pair = facts.pair or ()
    others = [pick(both) for both in facts.all_strategies if both not in pair]
    axes.plot(
        [one.accuracy for one in others], [one.macro_f1 for one in others], "o",
        color=OTHERS, markersize=5, alpha=0.7, markeredgewidth=0,
        label="the other zero-shot strategies",
    )  # fmt: skip
    joined = [pick(both) for both in pair]
    xs, ys = [one.accuracy for one in joined], [one.macro_f1 for one in joined]
    axes.plot(xs, ys, "D-", color=PAIR, markersize=6, linewidth=1.2)
    baseline = pick(facts.majority_baseline)
    axes.plot(baseline.accuracy, baseline.macro_f1, "X", color=BASELINE, markersize=8)
    _name(axes, f"always {facts.frequent}", baseline, (8, -2), "left", BASELINE)
    for both, one in zip(pair, joined, strict=True):
        higher = one.macro_f1 == max(ys)
        offset, side = ((0, 11), "center") if higher else ((8, -8), "left")
        _name(axes, both.strategy, one, offset, side, PAIR)


def _name(
    axes: "Axes", text: str, at: Scores, offset: tuple[float, float], side: str, colour: str
) -> None:
    axes.annotate(
        text, (at.accuracy, at.macro_f1), xytext=offset, textcoords="offset points",
        ha=side, va="center", color=colour, size=8.5,
    )  # fmt: skip
