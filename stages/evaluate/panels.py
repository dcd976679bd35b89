"""Small multiples: one small panel for each strategy, one block for each kind, equal axes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .. import drawing
from ..core.arrays import Kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 6

# inches
_SIDE = 1.3
_PITCH = (1.75, 1.95)
_HEAD, _KIND, _FOOT, _LEFT = 0.75, 0.28, 0.45, 0.6
_BELOW = 0.25  # room for numbers under a panel

_LETTERS = 24  # of 8 points that fit above a panel


class Labels(NamedTuple):
    """The texts around the panels."""

    title: str
    subtitle: str
    x: str
    y: str


def lay_out(
    groups: Mapping[Kind, Sequence[str]], labels: Labels
) -> tuple["Figure", Iterator[tuple[str, Kind, "Axes"]]]:
    """The figure, and a panel for each strategy of each kind; both axes go from 0 to 1.

    Places are computed here, because it takes matplotlib seconds to fit fifty axes.
    """
    rows = [-(-len(names) // COLUMNS) for names in groups.values()]
    columns = max(3, min(COLUMNS, max(map(len, groups.values()))))
    page = (_LEFT + columns * _PITCH[0], _HEAD + _KIND * len(rows) + _PITCH[1] * sum(rows) + _FOOT)
    figure = drawing.new_figure(*page, fitted=False)
    figure.text(0.12 / page[0], 1 - 0.27 / page[1], labels.title, weight="bold", size=11)
    figure.text(0.12 / page[0], 1 - 0.52 / page[1], labels.subtitle, size=8.5, color=drawing.MUTED)
    middle = (_LEFT + columns * _PITCH[0] / 2) / page[0]
    figure.text(middle, 0.1 / page[1], labels.x, ha="center", size=9, color=drawing.MUTED)
    first = page[1] - _HEAD - _KIND - _PITCH[1] + _BELOW + _SIDE / 2  # middle of the first row
    figure.text(0.2 / page[0], first / page[1], labels.y, ha="center", va="center", rotation=90,
                size=9, color=drawing.MUTED)  # fmt: skip
    return figure, _place(figure, groups, page)


def _place(
    figure: "Figure", groups: Mapping[Kind, Sequence[str]], page: tuple[float, float]
) -> Iterator[tuple[str, Kind, "Axes"]]:
    top = page[1] - _HEAD
    for kind, names in groups.items():
        figure.text(0.12 / page[0], (top - 0.17) / page[1], drawing.KIND_TITLES[kind],
                    size=9.5, weight="bold")  # fmt: skip
        top -= _KIND
        for number, name in enumerate(names):
            row, column = divmod(number, COLUMNS)
            left = _LEFT + column * _PITCH[0]
            bottom = top - (row + 1) * _PITCH[1] + _BELOW
            place = (left / page[0], bottom / page[1], _SIDE / page[0], _SIDE / page[1])
            axes = figure.add_axes(place)
            _set_axes(axes, first=column == 0)
            size = min(8.0, 8.0 * _LETTERS / len(name))
            axes.text(0, 1.15, name, size=size, weight="bold", transform=axes.transAxes)
            yield name, kind, axes
        top -= _PITCH[1] * -(-len(names) // COLUMNS)


def _set_axes(axes: "Axes", *, first: bool) -> None:
    """0, ½ and 1 on both axes; numbers on the left only in the first panel of a row."""
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", ".5", "1"], size=7.5)
    axes.set_yticks([0, 0.5, 1], ["0", ".5", "1"] if first else ["", "", ""], size=7.5)
    axes.tick_params(length=0, pad=2)
    axes.grid()
    axes.spines[:].set_visible(False)
