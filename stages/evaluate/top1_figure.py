"""The figure of the top-1 classes: how often each of the commonest meets each label."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .. import drawing
from ..tables.evaluate import Top1Count

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 40  # classes; the others are one row
LETTER = 0.075  # inches, the mean width of a letter of 9 points


@drawing.in_style
def draw_top1(rows: Sequence[Top1Count], targets: Sequence[str], images: str) -> "Figure":
    """Images of each label (columns) with each top-1 class (rows), the commonest class first.

    The colour is the share of the row: a class that stands for one target has one dark cell.
    images: as the title names them: "4,000 dev images".
    """
    classes = list(dict.fromkeys((row.imagenet_index, row.imagenet) for row in rows))
    counts = np.zeros((min(len(classes), SHOWN + 1), len(targets)), np.int64)
    line = {index: min(place, SHOWN) for place, (index, _) in enumerate(classes)}
    column = {target: number for number, target in enumerate(targets)}
    for row in rows:
        counts[line[row.imagenet_index], column[row.target]] += row.images
    names = [name for _, name in classes[:SHOWN]]
    if len(classes) > SHOWN:
        names.append(f"{len(classes) - SHOWN:,} others")
    wide = LETTER * max(map(len, names)) + 0.46 * len(targets) + 0.5
    figure = drawing.new_figure(max(wide, 5.2), 0.19 * len(names) + 1.5)
    axes = figure.add_subplot()
    shares = counts / counts.sum(axis=1, keepdims=True)
    texts = [[f"{count:,}" if count else "" for count in of] for of in counts.tolist()]
    drawing.draw_heat_map(axes, shares, texts, names, targets, size=7.5)
    figure.suptitle(f"Top-1 class by label: {images}", x=0.01, ha="left", weight="bold", size=11)
    return figure
