"""Figures in the house style, and files of them that are equal where the picture is equal."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from matplotlib import style
from matplotlib.figure import Figure

from ..core import files
from .look import STYLE
from .rounding import round_coordinates

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# what matplotlib writes of itself and of the clock would change files whose picture did not
_SILENT: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


def in_style(draw: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Decorate a function that draws: texts and lines take their look when they are made.

    It starts from matplotlib's defaults, so that nobody's own matplotlibrc is in the picture.
    """

    @wraps(draw)
    def styled(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
        with style.context(["default", STYLE]):
            return draw(*arguments, **options)

    return styled


def new_figure(width: float, height: float, *, fitted: bool = True) -> Figure:
    """A figure of so many inches; fitted: margins follow the texts (slower to save)."""
    return Figure(figsize=(width, height), layout="constrained" if fitted else None)


@in_style
def save(figure: Figure, path: Path, dots_per_inch: int = 144) -> None:
    """Write an .svg or .png, as the name says, byte for byte the same for the same picture."""
    round_coordinates(figure)
    kind = path.suffix.removeprefix(".")
    with files.new_file(path) as beside, beside.open("wb") as file:
        figure.savefig(file, format=kind, dpi=dots_per_inch, metadata=_SILENT[kind])


def file_stem(name: str) -> str:
    """A strategy's name as a file name that needs no escaping in HTML, Markdown or a shell.

    Other characters become _, followed by eight hex digits of the name's SHA-256, so that two
    names never share a file.
    """
    safe = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
