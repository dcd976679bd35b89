"""Question 8: accuracy and confidence with fewer pixels."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ... import drawing
from ...core.arrays import Images
from ...preprocess.recipe import Resizing
from ...preprocess.resize import resize
from ...statistics import Estimate
from ...tables.study import ResolutionResult
from ..resolution import coarsen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES: tuple[tuple[str, Callable[[ResolutionResult], Estimate], str, str], ...] = (
    ("top-1 class is mapped", lambda rung: rung.mapped, drawing.CATEGORICAL[0], "o"),
    ("mapped to the right target", lambda rung: rung.accuracy, drawing.CATEGORICAL[2], "s"),
    ("top-1 probability", lambda rung: rung.confidence, drawing.CATEGORICAL[1], "D"),
)


@drawing.in_style
def draw_resolution(
    rungs: Sequence[ResolutionResult], images: Images, targets: int, confidence: float
) -> "Figure":
    """Images (N, H, W, 3) on every rung, and three shares under them."""
    figure = drawing.new_figure(8.2, 4.9)
    above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=[1.1, 3.6])[:, 0]
    title = "What the network makes of fewer pixels"
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
    grid = above.subplots(1, len(rungs), squeeze=False)[0]
    for axes, rung in zip(grid, rungs, strict=True):
        axes.imshow(_mosaic(coarsen(images, rung.pixels), images.shape[1]))
        axes.set_axis_off()
        axes.set_title(f"{rung.pixels} × {rung.pixels} pixels", loc="center")
    _draw_shares(below.subplots(), rungs, targets, confidence)
    return figure


def _draw_shares(
    axes: "Axes", rungs: Sequence[ResolutionResult], targets: int, confidence: float
) -> None:
    places = np.arange(len(rungs))
    for number, (name, pick, colour, marker) in enumerate(LINES):
        estimates = [pick(rung) for rung in rungs]
        shifted = places + (number - 1) * 0.035  # so that intervals do not cover one another
        axes.vlines(shifted, [e.low for e in estimates], [e.high for e in estimates], color=colour)
        values = [e.value for e in estimates]
        axes.plot(shifted, values, marker=marker, color=colour, linewidth=1.8, label=name)
    axes.axhline(1 / targets, color=drawing.MUTED, linestyle=":", linewidth=0.9)
    axes.set_xticks(places, [f"{rung.pixels} px" for rung in rungs])
    axes.set_xlim(-0.5, len(rungs) - 0.5)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _: drawing.percent(value))
    axes.set_xlabel(
        "pixels a side before enlarging to the network's size "
        f"({drawing.percent(confidence)} intervals, {rungs[0].images:,} training images, ┈ chance)"
    )
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.legend()


def _mosaic(pictures: Images, side: int) -> Images:
    """Pictures in a row, drawn as squares on `side` pixels, a white line between them."""
    as_squares = Resizing(size=side * 4, interpolation="nearest", crop="none")
    lines = ((0, 0), (0, 0), (0, 4), (0, 0))
    shown = np.pad(resize(pictures, as_squares), lines, constant_values=255)
    return np.concatenate(shown, axis=1)
