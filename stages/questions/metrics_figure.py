"""Question 7: accuracy against macro F1, with classes as they are and with a long tail of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .. import drawing
from .metrics import Metrics, OnTwoPriors
from .priors import Scores

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAIR, LAZY, OTHERS = drawing.CATEGORICAL[0], drawing.CATEGORICAL[1], drawing.MUTED
ROOM = 1.15  # beyond the outermost point


@drawing.in_style
def draw_metrics(facts: Metrics) -> "Figure":
    """A point a zero-shot strategy; the pair that both numbers rank differently is joined."""
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
    lazy = pick(facts.majority_baseline)
    axes.plot(lazy.accuracy, lazy.macro_f1, "X", color=LAZY, markersize=8)
    _name(axes, f"always {facts.frequent}", lazy, (8, -2), "left", LAZY)
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
