"""The common style of all figures: figures without pyplot, heat maps with numbers, and files that
have the same bytes for the same picture.

A pure function decorated with `in_style` makes a figure; `save` writes it.
"""

from .canvas import axes_by_kind, file_stem, in_style, new_figure, save
from .heat_map import draw_heat_map
from .look import (
    CATEGORICAL,
    DIVERGING,
    FAINT,
    INK,
    KIND_COLOURS,
    KIND_MARKERS,
    KIND_TITLES,
    KINDS,
    MUTED,
    SEQUENTIAL,
    readable_on,
)
from .numbers import percent, signed

__all__ = [
    "CATEGORICAL",
    "DIVERGING",
    "FAINT",
    "INK",
    "KINDS",
    "KIND_COLOURS",
    "KIND_MARKERS",
    "KIND_TITLES",
    "MUTED",
    "SEQUENTIAL",
    "axes_by_kind",
    "draw_heat_map",
    "file_stem",
    "in_style",
    "new_figure",
    "percent",
    "readable_on",
    "save",
    "signed",
]
