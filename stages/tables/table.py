"""One writer and one reader for all CSV tables, driven by the type of a row.

A row is a frozen dataclass; its fields are the columns, in their order. A field whose type is a
NamedTuple takes one column for each part: `x`, `x_low`, `x_high`. The field `class_` is the column
`class`. A missing number is None in Python and an empty cell in the file; NaN is refused. A column
that is not declared is ignored, because a file may be newer than the code; a declared one that is
missing is an error.
"""

import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Generic,
    NamedTuple,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import TypeAdapter, ValidationError

from ..core import files
from ..core.errors import DataError, shown

Row = TypeVar("Row")


@dataclass(frozen=True)
class Significant:
    """A note on a number's type: it is written with so many significant digits, not decimals."""

    digits: int


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A kind of CSV file: the type of its rows, its place, the stage that writes it."""

    row: type[Row]
    place: str  # with {backbone} and {strategy} where there is a file for each
    stage: str

    @cached_property
    def _fields(self) -> Mapping[str, "_Field"]:
        return _inspect_row(self.row)

    @cached_property
    def _adapter(self) -> TypeAdapter[list[Row]]:
        return TypeAdapter(list[self.row])  # type: ignore[name-defined]  # known at run time

    @property
    def columns(self) -> tuple[str, ...]:
        """The header."""
        return tuple(name for field in self._fields.values() for name in field.columns)

    def path(self, **names: str) -> Path:
        """Where one file lies, from the root of the checkout."""
        return Path(self.place.format(**names))

    def write(self, path: Path, rows: Iterable[Row], decimals: int | None = None) -> None:
        """Write a whole file; `decimals` for all numbers whose type asks for no other rounding."""
        import pandas as pd  # half a second, and most commands write no table

        cells = [_cells(row, self._fields, decimals) for row in rows]
        frame = pd.DataFrame(cells, columns=list(self.columns), dtype=object)
        with files.new_file(path) as beside:
            frame.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8")

    def write_into(self, folder: Path, rows: Iterable[Row], decimals: int | None = None) -> None:
        """Write the one file of a table without a backbone into a folder that takes its place."""
        self.write(folder / self.path().name, rows, decimals)

    def read(self, **names: str) -> tuple[Row, ...]:
        """All rows of a file; DataError names file, column and line, and the command that helps."""
        path = self.path(**names)
        try:
            lines = _read_cells(path, self.columns)
        except FileNotFoundError as error:
            raise DataError(f"{path} is missing. Run: dvc repro {self.stage}") from error
        except (ValueError, OSError) as error:
            raise self._damaged(path, str(error)) from error
        records = [_nest(row, self._fields) for row in lines]
        try:
            rows = tuple(self._adapter.validate_python(records))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            line, field, *part = fault["loc"]
            column = self._fields[str(field)].columns[int(part[0]) if part else 0]
            # the header is line 1
            told = f"line {int(line) + 2}: {column} is {shown(fault['input'])}: {fault['msg']}"
            raise self._damaged(path, told) from error
        for number, row in enumerate(rows):
            if not all(map(_is_finite, vars(row).values())):
                raise self._damaged(path, f"line {number + 2}: a number is not finite")
        return rows

    def _damaged(self, path: Path, fault: str) -> DataError:
        return DataError(f"{path}: {fault}. Run: dvc repro -f {self.stage}")


def _read_cells(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """The cells of each line by column, as text; ValueError where a line has another form."""
    import pandas as pd  # a third of a second, and most commands read and write no table

    text = files.read_text(path, files.LARGEST_TABLE)
    # the header as a line like all others: pandas would take a longer line's first cell for a name;
    # its parser in C would fill a line that is cut
    frame = pd.read_csv(io.StringIO(text), header=None, dtype=str, na_filter=False, engine="python")
    lines = frame.to_dict("split")["data"]
    names = lines.pop(0)
    if absent := [name for name in columns if name not in names]:
        raise ValueError(f"it has no column {absent[0]!r}")
    for number, cells in enumerate(lines):
        if not all(isinstance(cell, str) for cell in cells):
            raise ValueError(f"line {number + 2} has fewer cells than the header")
    return [dict(zip(names, cells, strict=True)) for cells in lines]


class _Field(NamedTuple):
    """How one field of a row is written."""

    columns: tuple[str, ...]
    is_nested: bool
    is_optional: bool
    significant: int | None


def _inspect_row(row: type[Any]) -> dict[str, _Field]:
    hints = get_type_hints(row, include_extras=True)
    # a trailing underscore keeps a name apart from a word of Python
    return {one.name: _inspect(one.name.rstrip("_"), hints[one.name]) for one in fields(row)}


def _inspect(name: str, hint: Any) -> _Field:
    """Take a type apart: notes on the rounding, None beside the type, a NamedTuple."""
    is_optional, significant = False, None
    while get_origin(hint) is Annotated or type(None) in get_args(hint):
        if get_origin(hint) is Annotated:
            hint, *notes = get_args(hint)
            significant = next((n.digits for n in notes if isinstance(n, Significant)), significant)
        else:
            is_optional = True
            (hint,) = (part for part in get_args(hint) if part is not type(None))
    parts = getattr(hint, "_fields", ())
    columns = (name, *(f"{name}_{part}" for part in parts[1:]))
    return _Field(columns, bool(parts), is_optional, significant)


def _cells(row: Any, declared: Mapping[str, _Field], decimals: int | None) -> list[Any]:
    cells: list[Any] = []
    for name, field in declared.items():
        value = getattr(row, name)
        if value is None:
            cells += [None] * len(field.columns)
        else:
            parts = value if field.is_nested else (value,)
            cells += [_round(name, part, field.significant, decimals) for part in parts]
    return cells


def _round(name: str, value: Any, significant: int | None, decimals: int | None) -> Any:
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        raise ValueError(f"{name} is NaN; a number that does not exist is None")
    if significant is not None:
        return float(f"{value:.{significant}g}")
    return round(float(value), decimals) + 0.0  # no −0.0


def _is_finite(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _nest(cells: Mapping[str, str], declared: Mapping[str, _Field]) -> dict[str, Any]:
    """One row as pydantic takes it: by field, parts together, None where nothing is written."""
    record: dict[str, Any] = {}
    for name, field in declared.items():
        texts = [cells[column] for column in field.columns]
        if field.is_optional and not any(texts):
            record[name] = None
        else:
            record[name] = texts if field.is_nested else texts[0]
    return record
