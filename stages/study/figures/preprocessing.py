"""Question 3: the cost of each choice before the network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ... import drawing
from ...statistics import Estimate
from ...tables.study import Outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WORSE, BETTER, OPEN = drawing.CATEGORICAL[1], drawing.CATEGORICAL[0], drawing.MUTED
ROW = 0.34  # inches


@drawing.in_style
def draw_preprocessing(outcomes: Sequence[Outcome], confidence: float) -> "Figure":
    """Paired differences in accuracy, in the order of the rows; an outcome that is not compared
    with the first one names the other."""
    reference, *others = outcomes
    figure = drawing.new_figure(9.2, ROW * len(others) + 1.6)
    axes = figure.subplots()
    for row, outcome in enumerate(others):
        difference = outcome.difference
        colour = _colour(difference)
        axes.hlines(row, difference.low, difference.high, color=colour, linewidth=2)
        axes.plot(difference.value, row, "o", color=colour, markersize=6)
        text = (
            drawing.signed(100 * difference.value)
            + f"  →  {drawing.percent(outcome.accuracy.value, 1)}"
        )
        axes.annotate(
            text, (1, row), xycoords=("axes fraction", "data"), xytext=(8, 0), va="center",
            textcoords="offset points", color=colour, annotation_clip=False,
        )  # fmt: skip
        if row and outcome.aspect != others[row - 1].aspect:
            axes.axhline(row - 0.5, color=drawing.FAINT, linewidth=0.8)
    axes.axvline(0, color=drawing.INK, linewidth=1)
    axes.set_yticks(range(len(others)), [_label(outcome, reference) for outcome in others])
    axes.set_ylim(len(others) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(
        lambda value, _: drawing.signed(100 * value, 0).replace("+0", "0")
    )
    axes.set_xlabel(
        f"points of accuracy against “{reference.variant}” "
        f"({drawing.percent(reference.accuracy.value, 1)}),\n"
        "or against what stands in brackets; "
        f"paired {drawing.percent(confidence)} intervals (grey: with 0 inside), "
        f"{reference.images:,} training images"
    )
    axes.grid(axis="x")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title("What one change before the network costs (orange) or brings (blue)")
    return figure


def _label(outcome: Outcome, reference: Outcome) -> str:
    usual = outcome.against == reference.variant
    return outcome.variant if usual else f"{outcome.variant} (against {outcome.against})"


def _colour(found: Estimate) -> str:
    if found.high < 0:
        return WORSE
    return BETTER if found.low > 0 else OPEN
