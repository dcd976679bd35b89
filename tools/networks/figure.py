"""The figure of docs/networks.md: the best mapping of each kind under every network."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from stages import drawing
from stages.core.arrays import Kind

from .survey import Network, Survey

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIGURE: Final = Path("docs/networks.svg")
ROW: Final = 0.34  # inches


@drawing.in_style
def draw_networks(survey: Survey) -> "Figure":
    """Test accuracy with its interval, a row a backbone, a colour and a marker a kind."""
    networks = survey.networks
    figure = drawing.new_figure(7.2, 1.5 + ROW * len(networks))
    axes = figure.add_subplot()
    order = sorted(networks, key=lambda one: -one.mean_on_dev)
    for row, network in enumerate(order):
        _draw_row(axes, row, network)
    for kind in get_args(Kind):
        axes.plot(
            [], [], drawing.KIND_MARKERS[kind], color=drawing.KIND_COLOURS[kind],
            label=drawing.KIND_TITLES[kind].partition(":")[0],
        )  # fmt: skip
    axes.set_yticks(range(len(order)), [one.backbone for one in order])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.set_xlabel(f"right of {survey.images['test']:,} test images, %")
    figure.legend(loc="outside lower center", ncols=5)
    return figure


def _draw_row(axes: "Axes", row: int, network: Network) -> None:
    for kind, best in network.best.items():
        colour = drawing.KIND_COLOURS[kind]
        axes.hlines(row, 100 * best.low, 100 * best.high, color=colour, linewidth=1.4, alpha=0.6)
        axes.plot(100 * best.accuracy, row, drawing.KIND_MARKERS[kind], color=colour, markersize=6)
