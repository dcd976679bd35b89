"""Makes figures in the common style, and files that are equal if the pictures are equal."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ..core import files
from ..core.arrays import Kind
from .look import KIND_TITLES, KINDS, STYLE
from .rounding import round_coordinates

if TYPE_CHECKING:  # it takes half a second, and a run in which no figure changed draws none
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# matplotlib's version and the time would change a file although its picture is the same
_SILENT: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


def in_style(draw: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Decorate a function that draws: texts and lines get their style when they are made.

    It starts from matplotlib's defaults, so that a user's own matplotlibrc has no effect.
    """

    @wraps(draw)
    def styled(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        from matplotlib import style

        with style.context(["default", STYLE]):
            return draw(*arguments, **options)

    return styled


def new_figure(width: float, height: float, *, fitted: bool = True) -> "Figure":
    """A figure with this size in inches; fitted: margins fit the texts (slower to save)."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained" if fitted else None)


@in_style
def save(figure: "Figure", path: Path, dots_per_inch: int = 144) -> None:
    """Write an .svg or .png file, by its name; the same picture gives the same bytes."""
    round_coordinates(figure)
    kind = path.suffix.removeprefix(".")
    with files.new_file(path) as beside, beside.open("wb") as file:
        figure.savefig(file, format=kind, dpi=dots_per_inch, metadata=_SILENT[kind])


def file_stem(name: str) -> str:
    """A strategy's name as a file name that needs no escapes in HTML, Markdown or a shell.

    Other characters become _, and eight hex digits of the name's SHA-256 are added, so that two
    names never have the same file.
    """
    safe = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def axes_by_kind(figure: "Figure", counts: Mapping[Kind, int]) -> dict[Kind, "Axes"]:
    """One Axes for each kind with rows, stacked in the order of KINDS, with its title.

    Strategies of different kinds are not ranked together, so they do not share an Axes.

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
