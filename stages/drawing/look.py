"""Colours, markers, titles and fonts of all figures.

Colours of categories are those of Okabe and Ito (2008, "Color Universal Design"), which all kinds
of colour vision distinguish. The marker repeats the meaning of the colour.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from ..core.arrays import Kind

INK: Final = "#1b1f24"
MUTED: Final = "#5b6570"  # secondary text: 5.9 : 1 on white
FAINT: Final = "#d5dae0"  # grid lines, frames

CATEGORICAL: Final = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
)
SEQUENTIAL: Final = "Blues"  # shares and scores, from white
DIVERGING: Final = "PuOr"  # differences, white at zero; its ends differ in any colour vision

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
KIND_TITLES: Final[Mapping[Kind, str]] = {
    "zero_shot": "Zero-shot: names and WordNet only",
    "informed": "Informed: written by someone who knows the data set",
    "label_free": "Label-free: saw training images without labels",
    "transductive": "Transductive: saw test images without labels",
    "supervised": "Supervised: saw training images with labels",
}
KIND_COLOURS: Final[Mapping[Kind, str]] = {
    "zero_shot": "#0072B2",
    "informed": "#E69F00",
    "label_free": "#009E73",
    "transductive": "#CC79A7",
    "supervised": "#D55E00",
}
KIND_MARKERS: Final[Mapping[Kind, str]] = {
    "zero_shot": "o",
    "informed": "D",
    "label_free": "s",
    "transductive": "^",
    "supervised": "v",
}

# keys are matplotlib's rcParams
STYLE: Final[dict[Any, Any]] = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 9,
    "axes.prop_cycle": f"cycler('color', {list(CATEGORICAL)})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same shapes on every machine
    "font.size": 9,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "svg.fonttype": "path",  # a reader's own fonts have other widths, so texts could overlap
    "svg.hashsalt": "imagenet2cifar",  # without it the ids are random
    "text.color": INK,
    "text.parse_math": False,  # a $ in a name is a dollar
    "xtick.color": MUTED,
    "xtick.labelsize": 9,
    "ytick.color": INK,
    "ytick.labelsize": 9,
}


def readable_on(colour: tuple[float, ...]) -> str:
    """Black or white, whichever has the higher contrast on an sRGB colour in [0, 1].

    It is at least 4.58 : 1; WCAG 2 requires 4.5 : 1 for text.
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # contrast with white is 1.05 / (L + .05), with black (L + .05) / .05
    return "white" if (luminance + 0.05) ** 2 < 1.05 * 0.05 else "black"
