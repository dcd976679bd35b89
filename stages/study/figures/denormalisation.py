"""Question 6: the same pictures, normalised and denormalised, and why they look different."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ... import drawing
from ...core.arrays import Images
from ...infer.weights import Triple
from ...tables.study import Channel
from ..denormalisation import denormalise, normalise

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"R": "#D55E00", "G": "#009E73", "B": "#0072B2"}


@drawing.in_style
def draw_denormalisation(
    images: Images, channels: Sequence[Channel], mean: Triple, std: Triple
) -> "Figure":
    """Draw images (N, H, W, 3): above normalised, as a viewer shows them; below denormalised."""
    figure = drawing.new_figure(9.6, 4.4)
    pictures, ranges = figure.subfigures(2, 1, squeeze=False, height_ratios=[1.95, 2.4])[:, 0]
    normalised = normalise(images / 255, mean, std)
    rows = (
        ("normalised,\nshown raw", normalised.clip(0, 1)),
        ("denormalised", denormalise(normalised, mean, std).clip(0, 1)),
    )
    title = "What a viewer clips of normalised pictures"
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
    grid = pictures.subplots(2, len(images), squeeze=False)
    for line, (name, shown) in zip(grid, rows, strict=True):
        for axes, picture in zip(line, shown, strict=True):
            axes.imshow(np.rint(picture * 255).astype(np.uint8), interpolation="nearest")
            axes.set_xticks([])
            axes.set_yticks([])
            axes.spines[:].set_visible(False)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", color=drawing.INK)
    _draw_ranges(ranges.subplots(), channels)
    return figure


def _draw_ranges(axes: "Axes", channels: Sequence[Channel]) -> None:
    low, high = min(c.black for c in channels), max(c.white for c in channels)
    axes.axvspan(0, 1, color=drawing.FAINT, alpha=0.6, linewidth=0)
    axes.text(0.5, -0.75, "what a viewer shows", ha="center", va="center", color=drawing.MUTED)
    for row, channel in enumerate(channels):
        colour = COLOURS[channel.channel]
        axes.barh(row, channel.white - channel.black, 0.34, channel.black, color=colour, alpha=0.85)
        ends = (
            (channel.black, -8, "right", f"{channel.black:.2f}"),
            (channel.white, 8, "left", f"{channel.white:.2f}"),
        )
        for place, offset, align, text in ends:
            axes.annotate(
                text.replace("-", "−"), (place, row), xytext=(offset, 0), va="center", ha=align,
                textcoords="offset points", color=drawing.INK, weight="bold",
            )  # fmt: skip
        shares = (
            (channel.black / 2, f"{drawing.percent(channel.clipped_to_black)} clipped to black"),
            ((1 + channel.white) / 2, f"{drawing.percent(channel.clipped_to_white)} to white"),
        )
        for place, text in shares:
            axes.annotate(
                text, (place, row + 0.34), ha="center", va="center", size=8, color=drawing.MUTED
            )
    axes.set_yticks(range(len(channels)), [channel.channel for channel in channels])
    axes.set_ylim(len(channels) - 0.3, -1.05)
    axes.set_xlim(low - 0.5, high + 0.5)
    axes.set_xlabel(
        "value after (x − mean) / std: shifted, and stretched "
        + ", ".join(f"{channel.stretch:.2f}" for channel in channels)
        + " times"
    )
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
