"""CSV tables: some columns as text, or typed rows, whose dataclass names the columns."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from ..core.errors import DataError

Row = TypeVar("Row")


def read_columns(
    path: Path, columns: Sequence[str], made_by: str = "evaluate"
) -> list[tuple[str, ...]]:
    """Some columns of a CSV file of some stage; DataError where it is missing or lacks one."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row[name] for name in columns) for row in csv.DictReader(file)]
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing. Run: dvc repro {made_by}") from error
    except KeyError as error:
        raise DataError(f"{path} has no column {error}. Run: dvc repro -f {made_by}") from error


def read_rows(path: Path, row: type[Row], made_by: str) -> tuple[Row, ...]:
    """All rows; columns without a field are left out. DataError names what is missing or damaged.

    made_by: the stage to run. An empty cell of a field `float | None` is None.
    """
    convert = {name: _CONVERTERS[hint] for name, hint in get_type_hints(row).items()}
    cells = read_columns(path, tuple(convert), made_by)
    try:
        return tuple(
            row(**{name: convert[name](text) for name, text in zip(convert, line, strict=True)})
            for line in cells
        )
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f {made_by}") from error


def _truth(text: str) -> bool:
    if text not in ("True", "False"):
        raise ValueError(f"{text!r} is neither True nor False")
    return text == "True"


def _number_or_none(text: str) -> float | None:
    return float(text) if text else None


_CONVERTERS: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: _truth,
    float | None: _number_or_none,
}
