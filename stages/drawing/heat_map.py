"""Draws matrices as coloured cells with numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .look import INK, SEQUENTIAL, readable_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_heat_map(
    axes: "Axes",
    values: NDArray[np.floating[Any]],
    texts: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    span: tuple[float, float] = (0.0, 1.0),
    colours: str = SEQUENTIAL,
    size: float = 8.0,
) -> None:
    """Draw values (R, C), row 0 on top, coloured over `span`; NaN stays white.

    texts (R, C) are written in the cells, in black or white, whichever is readable there.
    """
    from matplotlib import colormaps

    low, high = span
    shades = colormaps[colours](
        np.clip((np.nan_to_num(values, nan=low) - low) / (high - low), 0, 1)
    )
    shades[np.isnan(values)] = 1.0
    axes.pcolormesh(shades, edgecolors="white", linewidth=1)
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            colour = readable_on(tuple(shades[row, column]))
            axes.text(
                column + 0.5, row + 0.5, text, ha="center", va="center",
                color=colour, fontsize=size, linespacing=1.25,
            )  # fmt: skip
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=40, ha="right", color=INK)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    for label in axes.get_xticklabels():
        label.set_rotation_mode("anchor")
    axes.tick_params(length=0, pad=3)
    axes.spines[:].set_visible(False)
