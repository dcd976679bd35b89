"""The figure of docs/cost.md: time, memory and disk over the number of images."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stages import drawing

from .model import SIZES, Costs, Machine, disk, memory, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIGURE = Path("docs/cost.svg")
COUNTS = [int(count) for count in np.logspace(4, 8, 33)]
MARKS: Mapping[float, str] = {
    1: "1 s",
    60: "1 min",
    3_600: "1 h",
    86_400: "1 day",
    30 * 86_400: "30 days",
}
SPACES: Mapping[float, str] = {
    0.1: "100 MB",
    1: "1 GB",
    16: "16 GB",
    100: "100 GB",
    1_000: "1 TB",
    10_000: "10 TB",
}
LOOKS = {
    "resize": (drawing.CATEGORICAL[5], "s"),
    "network": (drawing.CATEGORICAL[1], "o"),
    "assemble": (drawing.CATEGORICAL[3], "^"),
    "map": (drawing.CATEGORICAL[0], "D"),
    "evaluate": (drawing.CATEGORICAL[2], "v"),
    "images": (drawing.CATEGORICAL[4], "P"),
    "tensors": (drawing.CATEGORICAL[6], "X"),
    "logits": (drawing.CATEGORICAL[3], "<"),
    "scores": (drawing.CATEGORICAL[0], ">"),
}


@drawing.in_style
def draw_costs(costs: Costs, machines: Sequence[Machine]) -> "Figure":
    """Above the time on each machine, below memory and disk; all axes are logarithmic."""
    figure = drawing.new_figure(10.4, 7.4)
    above, below = figure.subfigures(2, 1, squeeze=False)[:, 0]
    panels = above.subplots(1, len(machines), sharey=True, squeeze=False)[0]
    for axes, machine in zip(panels, machines, strict=True):
        _draw_lines(axes, partial(times, costs, machine), MARKS)
        assumed = f" (assumed: {machine.gpu_rate:,.0f} images/s)" if machine.gpu_rate else ""
        axes.set_title(f"Time on {machine.name}{assumed}", fontsize=9)
    panels[0].legend(loc="upper left")
    titles = ("Peak memory", "Disk (tensors: only with preprocess.store: true)")
    spaces = below.subplots(1, 2, sharey=True, squeeze=False)[0]
    for axes, cost, title in zip(spaces, (memory, disk), titles, strict=True):
        _draw_lines(axes, partial(cost, costs), SPACES)
        axes.set_title(title, fontsize=9)
        axes.set_xlabel("images")
        axes.legend(loc="upper left")
    largest = max((*memory(costs, COUNTS[-1]).values(), *disk(costs, COUNTS[-1]).values()))
    spaces[0].set_ylim(min(SPACES) / 5, 2 * largest)
    return figure


def _draw_lines(
    axes: "Axes", cost: Callable[[int], Mapping[str, float]], marks: Mapping[float, str]
) -> None:
    for name in cost(1):
        colour, marker = LOOKS[name]
        axes.plot(COUNTS, [cost(count)[name] for count in COUNTS], color=colour)
        ends = [cost(count)[name] for count in SIZES]
        axes.plot(SIZES, ends, marker, color=colour, markersize=5)
        axes.plot([], [], color=colour, marker=marker, markersize=5, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(min(marks) / 2, None)
    axes.set_xticks([10**4, *SIZES], ["10 k", "60 k", "1.3 M", "100 M"])
    axes.set_yticks(list(marks), list(marks.values()))
    axes.minorticks_off()
    axes.grid(visible=True)
