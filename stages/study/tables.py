"""Rows of an experiment as CSV: one dataclass a row, its fields the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..core import files
from .intervals import Estimate

DIGITS = 4  # significant ones; what lies below differs between processors


def write(path: Path, rows: Sequence[Any]) -> None:
    """At least one row; an Estimate `x` becomes the columns x, x_low and x_high."""
    header = [name for name, _ in _columns(rows[0])]
    files.write_csv(path, header, [[value for _, value in _columns(row)] for row in rows])


def rounded(value: float, digits: int = DIGITS) -> float:
    """To so many significant digits."""
    return float(f"{value:.{digits}g}")


def _columns(row: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Estimate):
            limits = {"": value.value, "_low": value.low, "_high": value.high}
            yield from ((field.name + end, rounded(limit)) for end, limit in limits.items())
        else:
            yield field.name, rounded(value) if isinstance(value, float) else value
