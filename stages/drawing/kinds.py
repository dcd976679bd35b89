"""One block of rows for each kind: strategies of different kinds are not ranked together."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.arrays import Kind
from .look import KIND_TITLES, KINDS


def axes_by_kind(figure: Figure, counts: Mapping[Kind, int]) -> dict[Kind, Axes]:
    """One Axes for each kind that has rows, stacked in the order of KINDS, headed by its title.

    counts: rows of each kind, proportional to the heights. The x axis is shared.
    """
    present = [kind for kind in KINDS if counts.get(kind)]
    stack = figure.subplots(
        len(present), 1, sharex=True, squeeze=False, height_ratios=[counts[k] for k in present]
    )
    blocks = dict(zip(present, stack[:, 0], strict=True))
    for kind, axes in blocks.items():
        axes.set_title(KIND_TITLES[kind], fontsize=9, pad=4)
    return blocks
