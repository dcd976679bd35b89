"""All figures of the stage, by file name; the figure of the exponent is drawn here."""

from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from .curve import SCOPES
from .curve_figure import draw_curve
from .findings import Findings
from .label_figures import draw_learning, draw_unequal

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_all(found: Findings) -> dict[str, "Figure"]:
    """All figures by the names of their files."""
    drawn = {"specification": draw_curve(found), "exponent": draw_exponents(found)}
    if found.learned:
        drawn["learning"] = draw_learning(found.learned, found.line)
    if any(case.differences.any() for case in found.unequal):
        drawn["unequal"] = draw_unequal(found.unequal)
    return drawn


@drawing.in_style
def draw_exponents(found: Findings) -> "Figure":
    """Accuracy of `taxonomy` over γ; the line is the best combination with a list."""
    figure = drawing.new_figure(5.4, 3.4)
    axes = figure.add_subplot()
    colour = drawing.KIND_COLOURS["zero_shot"]
    gammas = list(found.exponents)
    shares, lows, highs = np.array(list(found.exponents.values())).T
    axes.fill_between(gammas, lows, highs, color=colour, alpha=0.22, linewidth=0)
    axes.plot(gammas, shares, "-", marker=drawing.KIND_MARKERS["zero_shot"], color=colour)
    for gamma, share, low in zip(gammas, shares, lows, strict=True):
        axes.annotate(
            drawing.percent(share, 1), (gamma, low), xytext=(0, -3), textcoords="offset points",
            ha="center", va="top", size=8,
        )  # fmt: skip
    lists = found.curve.only(found.is_first).only(SCOPES["zero_shot"])
    best = float(lists.accuracies.max())
    axes.axhline(best, color=drawing.MUTED, linestyle=":", linewidth=1)
    axes.annotate(
        f"best combination with a list: {drawing.percent(best, 1)}", (0.02, best),
        xytext=(0, 3), size=8,
        xycoords=("axes fraction", "data"), textcoords="offset points", color=drawing.MUTED,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
    )  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(gammas, [f"{gamma:g}" for gamma in gammas])
    axes.set_ylim(0, min(1.0, max(best, highs.max()) + 0.12))
    axes.yaxis.set_major_formatter(lambda value, _: drawing.percent(value))
    axes.set_xlabel(
        "γ: how fast a class loses weight as it is less akin (the strategy's was fixed beforehand)"
    )
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.minorticks_off()
    images = found.curve.right.shape[1]
    figure.suptitle(
        f"taxonomy over its exponent, accuracy on {images:,} dev images",
        x=0.01, ha="left", weight="bold", size=11,
    )  # fmt: skip
    return figure
