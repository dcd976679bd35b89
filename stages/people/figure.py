"""The figure: error consistency of every strategy with one person, a block for each kind."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from ..core.arrays import Kind
from ..tables.people import PeopleNumber, PeopleRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTER = 0.075  # inches, the mean width of a letter of 9 points
WIDTH = 4.6  # inches of the axes


@drawing.in_style
def draw_consistency(
    rows: Sequence[PeopleRow], pair: PeopleNumber | None, images: int, confidence: float
) -> "Figure":
    """κ with its interval; the band is that of two people, if there is one. rows: by kind."""
    groups = {kind: list(group) for kind, group in groupby(rows, key=lambda row: row.kind)}
    names = max(len(row.strategy) for row in rows)
    height = 0.25 * len(rows) + 0.36 * len(groups) + 1.3
    figure = drawing.new_figure(LETTER * names + WIDTH + 1.3, height)
    blocks = drawing.axes_by_kind(figure, {kind: len(group) for kind, group in groups.items()})
    for kind, axes in blocks.items():
        if pair is not None:
            axes.axvspan(pair.low, pair.high, color=drawing.FAINT, alpha=0.6, linewidth=0)
            axes.axvline(pair.value, color=drawing.MUTED, linestyle="--", linewidth=1)
        axes.axvline(0, color=drawing.MUTED, linestyle=":", linewidth=0.9)
        _draw_block(axes, kind, groups[kind])
    axes.set_xlabel(
        f"Cohen's κ with one person   ●─ {drawing.percent(confidence)} bootstrap interval   "
        "┊ chance" + ("" if pair is None else "   ▒ two people")
    )
    title = f"Do strategies err where people err? {images:,} test images"
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
    return figure


def _draw_block(axes: "Axes", kind: Kind, group: Sequence[PeopleRow]) -> None:
    colour, marker = drawing.KIND_COLOURS[kind], drawing.KIND_MARKERS[kind]
    shown = [(place, row.kappa) for place, row in enumerate(group) if row.kappa is not None]
    for place, kappa in shown:
        axes.hlines(place, kappa.low, kappa.high, color=colour, linewidth=1.8)
        axes.plot(kappa.value, place, marker, color=colour, markersize=5.5)
        text = f"{kappa.value:.3f}  [{kappa.low:.3f}, {kappa.high:.3f}]".replace("-", "−")
        axes.annotate(
            text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(8, 0), va="center",
            textcoords="offset points", size=8, color=drawing.MUTED, annotation_clip=False,
        )  # fmt: skip
    axes.set_yticks(np.arange(len(group)), [row.strategy for row in group])
    axes.set_ylim(len(group) - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
