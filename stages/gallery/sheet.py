"""Draws pictures with captions beside them, in a grid, in one figure."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import drawing
from .captions import Caption, Correctness
from .denormalise import Floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# a sign and the weight of the letters say it; the colour only repeats it
SIGNS: dict[Correctness, str] = {"right": "✓", "wrong": "✗", "rejected": "–"}
COLOURS: dict[Correctness, str] = {
    "right": "#006D4E",
    "wrong": "#A33F00",
    "rejected": drawing.MUTED,
}

# inches
LINE = 0.15
LETTER = 0.061  # mean width of a letter of the captions, rounded up
GAP = 0.12
HEAD = 0.75
FOOT = 0.45

CAPTION_SIZE = 7.5  # points
DOTS_PER_INCH = 112  # captions are readable, and the file has half as many bytes as with 144


@dataclass(frozen=True)
class Heading:
    """The texts around the pictures; notice: the text that the network's licence requires."""

    title: str
    subtitle: str
    notice: str


@dataclass(frozen=True)
class _Line:
    text: str
    colour: str
    weight: str


@drawing.in_style
def draw_sheet(
    images: Floats, captions: Sequence[Caption], heading: Heading, columns: int
) -> "Figure":
    """A grid of pictures (n, H, W, 3) in [0, 1], row by row, each with its caption to the right."""
    lines = [list(_lines(caption)) for caption in captions]
    height = LINE * max((len(line) for line in lines), default=1)
    letters = max((len(line.text) for group in lines for line in group), default=40)
    pitch = (height + letters * LETTER + 2 * GAP, height + GAP)  # of the grid
    rows = -(-len(captions) // columns)
    page = (GAP + columns * pitch[0], HEAD + rows * pitch[1] + FOOT)
    figure = drawing.new_figure(*page, fitted=False)
    _write_heading(figure, heading, page)
    for number, image in enumerate(images):
        left = GAP + number % columns * pitch[0]
        top = page[1] - HEAD - number // columns * pitch[1]
        place = (left / page[0], (top - height) / page[1], height / page[0], height / page[1])
        axes = figure.add_axes(place)
        axes.imshow(image)
        axes.set_axis_off()
        for depth, line in enumerate(lines[number]):
            x, y = left + height + GAP / 2, top - depth * LINE
            figure.text(
                x / page[0], y / page[1], line.text,
                color=line.colour, weight=line.weight, size=CAPTION_SIZE, va="top",
            )  # fmt: skip
    return figure


def _write_heading(figure: "Figure", heading: Heading, page: tuple[float, float]) -> None:
    width, height = page
    left = GAP / width
    figure.text(left, 1 - 0.15 / height, heading.title, size=12, weight="bold", va="top")
    figure.text(left, 1 - 0.42 / height, heading.subtitle, size=8.5, color=drawing.MUTED, va="top")
    wrapped = textwrap.fill(heading.notice, int(width / LETTER))
    figure.text(left, 0.08 / height, wrapped, size=7, color=drawing.MUTED, va="bottom")


def _lines(caption: Caption) -> Iterator[_Line]:
    """The truth, the network's top classes, then one line for each strategy."""
    yield _Line(f"{caption.truth}  (image {caption.index})", drawing.INK, "bold")
    for name, probability in caption.top_classes:
        yield _Line(f"{probability:4.0%}  {name}", drawing.MUTED, "normal")
    for prediction in caption.predictions:
        weight = "bold" if prediction.correctness == "wrong" else "normal"
        target = prediction.prediction or "rejected"
        text = f"{SIGNS[prediction.correctness]} {target}  ({prediction.strategy})"
        yield _Line(text, COLOURS[prediction.correctness], weight)
