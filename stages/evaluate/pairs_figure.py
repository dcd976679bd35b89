"""A figure of all differences between strategies, as one triangle."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import drawing
from ..core.arrays import Kind
from .significance import Family, Pairs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CELL = (0.4, 0.26)  # inches: five characters of 7 points
_LETTER = 0.075  # inches, the mean width of a letter of 9 points


@drawing.in_style
def draw_pairs(
    strategies: Sequence[tuple[str, Kind]], pairs: Pairs, family: Family, level: float, images: int
) -> "Figure":
    """Row minus column, in points; a white cell may be chance, a framed cell is a declared test.

    strategies: their names and kinds, in the order of the pairs.
    ★: its Holm-corrected p is at most `level`. Each pair is shown once, below the diagonal.
    """
    from matplotlib.patches import Rectangle

    names = [name for name, _ in strategies]
    shown, texts = _cells(pairs, family, level)
    margin = max(map(len, names)) * _LETTER + 0.2
    width, height = _CELL[0] * len(names), _CELL[1] * len(names)
    wide, high = margin + max(width, 5.0) + 0.2, 0.8 + height + margin
    figure = drawing.new_figure(wide, high, fitted=False)
    axes = figure.add_axes((margin / wide, margin / high, width / wide, height / high))
    reach = float(np.nanmax(np.abs(shown), initial=0.01))
    drawing.draw_heat_map(
        axes, shown, texts, names, names, span=(-reach, reach), colours=drawing.DIVERGING, size=7
    )
    for column, row in map(sorted, family):
        axes.add_patch(
            Rectangle((column, row), 1, 1, fill=False, edgecolor=drawing.INK, linewidth=1.1)
        )
    _part_kinds(axes, [kind for _, kind in strategies])
    figure.text(0.1 / wide, 1 - 0.25 / high, "Accuracy: row less column, in points", weight="bold",
                size=11)  # fmt: skip
    figure.text(
        0.1 / wide, 1 - 0.58 / high,
        f"{images:,} test images. Purple: the row is better; white: 0 is in the "
        f"{drawing.percent(1 - level)} paired interval.\n"
        f"Framed: the declared tests; ★ Holm-corrected p ≤ {level:.2g}",
        size=8.5, color=drawing.MUTED,
    )  # fmt: skip
    return figure


def _cells(
    pairs: Pairs, family: Family, level: float
) -> tuple[NDArray[np.float64], list[list[str]]]:
    """Values (S, S) of the lower triangle, NaN if the interval contains 0, and the texts."""
    value, low, high = (limits.T for limits in pairs.difference)  # [row, column] = row minus column
    below = np.tri(len(value), k=-1, dtype=np.bool_)
    shown = np.where(below & ((low > 0) | (high < 0)), value, np.nan)
    texts = [["" for _ in value] for _ in value]
    for row, column in zip(*np.nonzero(below), strict=True):
        texts[row][column] = drawing.signed(100 * value[row, column])
    for column, row in map(sorted, family):
        if pairs.p_holm[column, row] <= level:
            texts[row][column] += "★"
    return shown, texts


def _part_kinds(axes: "Axes", kinds: Sequence[Kind]) -> None:
    """Lines around the triangle of each kind, with the name of the kind in the empty half."""
    for kind in dict.fromkeys(kinds):
        start = kinds.index(kind)
        end = start + kinds.count(kind)
        axes.plot([0, end], [end, end], color=drawing.MUTED, linewidth=0.8)
        axes.plot([start, start], [start, len(kinds)], color=drawing.MUTED, linewidth=0.8)
        title = kind.replace("_", "-")
        axes.text(start + 1.15, start + 0.5, title, size=8.5, weight="bold", va="center")
