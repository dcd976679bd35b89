"""Figures of class lists: recall of each target, and the most frequent unmapped classes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from ..core import paths
from ..tables.evaluate import ListRecall, UnmappedClass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLUMNS = 5


@drawing.in_style
def draw_recalls(rows: Sequence[ListRecall], images: str) -> "Figure | None":
    """Recall of each target under each list of the largest family; None if there is no family.

    images: as the title names them: "4,000 dev images".
    """
    if not rows:
        return None
    family = [row for row in rows if _choices(row) == _choices(rows[0])]
    targets = list(dict.fromkeys(row.target for row in family))
    groups = {
        kind: list(dict.fromkeys(row.groups for row in family if row.kind == kind))
        for kind in drawing.KINDS
    }
    counts = {kind: len(names) for kind, names in groups.items() if names}
    longest = max(len(row.groups) for row in family)
    height = 0.27 * sum(counts.values()) + 0.36 * len(counts) + 1.3
    figure = drawing.new_figure(0.075 * longest + 0.58 * (len(targets) + 1) + 0.4, height)
    blocks = drawing.axes_by_kind(figure, counts)
    for kind, axes in blocks.items():
        lines = [[r.recall for r in family if r.groups == name] for name in groups[kind]]
        recalls = np.array([[*line, float(np.mean(line))] for line in lines])
        texts = [[f"{value:.2f}" for value in line] for line in recalls]
        drawing.draw_heat_map(axes, recalls, texts, groups[kind], [*targets, "mean"])
        axes.axvline(len(targets), color="white", linewidth=4)
        axes.tick_params(labelbottom=axes is list(blocks.values())[-1])
    of, reduce, unmapped = _choices(family[0])
    title = f"Recall by list: {reduce} of {of}, unmapped: {unmapped}; {images}"
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=11)
    return figure


@drawing.in_style
def draw_unmapped(
    rows: Sequence[UnmappedClass], groups: str | None, scored: paths.Scored
) -> "Figure | None":
    """For each target, the most frequent classes that are not in the list; None without any."""
    of_list = [row for row in rows if row.groups == groups]
    if not of_list:
        return None
    targets = list(dict.fromkeys(row.target for row in of_list))
    columns = min(_COLUMNS, len(targets))
    depth = -(-len(targets) // columns)
    shown = max(sum(row.target == target for row in of_list) for target in targets)
    page = (2.25 * columns + 0.2, 0.8 + depth * (0.5 + 0.26 * shown))
    figure = drawing.new_figure(*page, fitted=False)
    widest = max(row.share for row in of_list)
    for number, target in enumerate(targets):
        row, column = divmod(number, columns)
        top = page[1] - 0.75 - row * (0.5 + 0.26 * shown)
        place = (0.12 + 2.25 * column, top - 0.22 - 0.26 * shown, 2.0, 0.26 * shown)
        axes = figure.add_axes(
            (place[0] / page[0], place[1] / page[1], place[2] / page[0], place[3] / page[1])
        )
        bars = [line for line in of_list if line.target == target]
        axes.barh(range(len(bars)), [bar.share for bar in bars], height=0.8, color="#9ecae1")
        for place_y, bar in enumerate(bars):
            axes.text(
                0.01 * widest,
                place_y,
                f"{drawing.percent(bar.share, 1)}  {bar.imagenet}",
                va="center",
                size=8,
            )
        axes.set_xlim(0, 1.6 * widest)
        axes.set_ylim(shown - 0.5, -0.5)
        axes.set_axis_off()
        axes.set_title(target, fontsize=9.5, pad=3)
    figure.text(0.12 / page[0], 1 - 0.27 / page[1], f"What {groups} has no place for",
                weight="bold", size=11)  # fmt: skip
    figure.text(
        0.12 / page[0], 1 - 0.5 / page[1],
        f"ImageNet classes that are the top-1 class of {scored} images but in no group; share of "
        "the target's images", size=8.5, color=drawing.MUTED,
    )  # fmt: skip
    return figure


def _choices(row: ListRecall) -> tuple[str, str, str]:
    return row.of, row.reduce, row.unmapped
