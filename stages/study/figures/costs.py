"""Question 2: what a bottleneck saves."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ... import drawing
from ...tables.study import Cost

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = (drawing.CATEGORICAL[0], drawing.CATEGORICAL[1], drawing.CATEGORICAL[5])
NAMES = {
    "bottleneck": "bottleneck",
    "basic": "basic block, as many channels",
    "narrow basic": "basic block, a quarter of the channels",
}
BESIDE = 0.3  # between the designs of one stage


@drawing.in_style
def draw_costs(blocks: Sequence[Cost], networks: Sequence[Cost]) -> "Figure":
    """Parameters and multiply-adds of one block in each stage, and of whole networks."""
    figure = drawing.new_figure(11.2, 5.6)
    grid = figure.subplots(2, 2, width_ratios=[5, 2])
    measures: tuple[tuple[str, Callable[[Cost], int]], ...] = (
        ("Parameters", lambda cost: cost.parameters),
        ("Multiply-adds", lambda cost: cost.multiply_adds),
    )
    for (left, right), (title, measure) in zip(grid, measures, strict=True):
        _draw_blocks(left, blocks, measure)
        left.set_title(f"{title} of one block")
        _draw_networks(right, networks, measure)
        right.set_title(f"{title} of the network")
    grid[0, 0].legend(ncols=3, loc="upper left")
    grid[1, 0].set_xlabel("ResNet-50's four stages; multiply-adds for one picture of 224 × 224")
    return figure


def _draw_blocks(axes: "Axes", blocks: Sequence[Cost], measure: Callable[[Cost], int]) -> None:
    designs = list(dict.fromkeys(cost.design for cost in blocks))
    stages = len(blocks) // len(designs)
    for number, (design, colour) in enumerate(zip(designs, COLOURS, strict=True)):
        values = [measure(cost) for cost in blocks if cost.design == design]
        places = np.arange(stages) + (number - (len(designs) - 1) / 2) * BESIDE
        axes.vlines(places, 0, values, color=colour, linewidth=2)
        axes.plot(places, values, "o", color=colour, label=NAMES[design])
        for place, value in zip(places, values, strict=True):
            axes.annotate(
                amount(value), (place, value), xytext=(0, 6), ha="center", size=8,
                textcoords="offset points",
            )  # fmt: skip
    widths = [cost for cost in blocks if cost.design == designs[0]]
    axes.set_xticks(
        range(stages), [f"{cost.width} channels\n{cost.side} × {cost.side}" for cost in widths]
    )
    axes.set_yscale("log")
    values = [measure(cost) for cost in blocks]
    axes.set_ylim(min(values) / 4, max(values) * 20)
    axes.yaxis.set_major_formatter(lambda value, _: amount(int(value)))
    axes.minorticks_off()
    axes.tick_params(length=0)
    axes.grid(axis="y")
    axes.set_axisbelow(True)


def _draw_networks(axes: "Axes", networks: Sequence[Cost], measure: Callable[[Cost], int]) -> None:
    values = [measure(cost) for cost in networks]
    axes.barh(range(len(networks)), values, 0.62, color=COLOURS[: len(networks)])
    for row, value in enumerate(values):
        axes.annotate(
            amount(value), (value, row), xytext=(4, 0), va="center", textcoords="offset points"
        )
    axes.set_yticks(
        range(len(networks)), [cost.design.replace(" of ", "\nof ") for cost in networks]
    )
    axes.invert_yaxis()
    axes.set_xlim(right=max(values) * 1.2)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)


def amount(value: int) -> str:
    """70 k, 25.6 M, 4.1 G: three digits at most."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            scaled = value / size
            return f"{scaled:.0f} {unit}" if scaled >= 100 else f"{scaled:.3g} {unit}"
    return str(value)
