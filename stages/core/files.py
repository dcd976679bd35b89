"""Files that are whole or absent: written beside their place, renamed last."""

import csv
import errno
import io
import itertools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import ValidationError, from_json

from . import checksums, workshop
from .checksums import missing
from .checksums import sha256 as sha256
from .errors import DataError
from .refusals import naming

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")

LARGEST_TEXT = 4_000_000  # bytes of a file that is parsed whole; our largest has 31 kB
LARGEST_TABLE = 100_000_000  # that of a confusion matrix of 1,000 targets has 50 MB


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A place to write to; it takes the name `path` only if the block ends without an error.

    The bytes are on the disk before they have the name: a power cut leaves the old file or the new.
    """
    if workshop.is_inside(path):  # it appears with its folder
        path.parent.mkdir(parents=True, exist_ok=True)
        with naming(path):
            yield path
        return
    with naming(path), workshop.open_workshop(path) as place:
        beside = place / path.name
        yield beside
        workshop.sync(beside)
        beside.replace(path)  # atomic: its existence means that it is complete


@contextmanager
def new_folder(path: Path, *, sums: bool = True) -> Iterator[Path]:
    """An empty folder to fill; it replaces `path` only if the block ends without an error.

    sums: whether it gets a SHA256SUMS, as every folder that a later stage reads and that DVC does
    not: DVC would take it for a metric or a plot.
    """
    with naming(path), workshop.open_workshop(path) as place:
        beside = place / path.name
        beside.mkdir()
        yield beside
        if sums:
            write_sums(beside)
        for each in (*beside.rglob("*"), beside):
            workshop.sync(each)
        _replace(path, beside)


def _replace(path: Path, beside: Path) -> None:
    """Give a folder the name of another, which is moved aside as a whole: nobody sees half of it.

    Where two processes do so at once, the last one wins, and its folder is whole.
    """
    for attempt in itertools.count():
        with suppress(FileNotFoundError):  # none is there, or another process was quicker
            path.rename(beside.with_name(f".old.{attempt}"))
        try:
            beside.rename(path)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # another put its own there
                raise
        else:
            return


def read_text(path: Path, largest: int = LARGEST_TEXT) -> str:
    """UTF-8 text of a file; OSError where it cannot be read, ValueError if too large or no text."""
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"it has more than {largest / 1e6:g} MB")
    return content.decode("utf-8-sig")


def parse_json(text: str | bytes) -> Any:
    """Content of JSON without NaN, some 200 levels deep at most; ValueError for anything else."""
    content = from_json(text, allow_inf_nan=False)
    if _is_infinite(content):
        raise ValueError("a number is too large")
    return content


def _is_infinite(content: Any) -> bool:
    """Whether a number is, as 1e400 becomes."""
    if isinstance(content, dict | list):
        return any(map(_is_infinite, content.values() if isinstance(content, dict) else content))
    return isinstance(content, float) and math.isinf(content)


def read_json(path: Path) -> Any:
    """Parsed content; DataError where the file is missing or damaged."""
    try:
        return parse_json(read_text(path))
    except FileNotFoundError as error:
        raise missing(path) from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
    except ValueError as error:
        raise DataError(f"{path} is not JSON ({error}). Run: dvc repro -f") from error


def read_map(path: Path) -> dict[str, Any]:
    """Parsed JSON that is a map from text; DataError for anything else."""
    content = read_json(path)
    if not isinstance(content, dict):
        raise DataError(f"{path} holds no map of names. Run: dvc repro -f")
    return content


def validate_content(path: Path, content: Any, model: type[Model], command: str) -> Model:
    """A file's content as its model; DataError names the first key at fault, and `command`."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise DataError(f"{path}: {where}: {fault['msg']}. Run: {command}") from error


def read_csv(path: Path, header: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a table as maps by column; ValueError names the line that has another form.

    OSError where the file cannot be read. Further columns are kept; none may be missing.
    """
    reader = csv.reader(io.StringIO(read_text(path, LARGEST_TABLE), newline=""), strict=True)
    try:
        names = next(reader, [])
        for name in header:
            if name not in names:
                raise ValueError(f"it has no column {name!r}")
        rows = []
        for row in reader:
            if len(row) != len(names):
                raise ValueError(f"line {reader.line_num} has {len(row)} cells, not {len(names)}")
            rows.append(dict(zip(names, row, strict=True)))
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error
    return rows


def write_text(path: Path, text: str) -> None:
    """UTF-8 with `\\n` on every platform: Git stores these bytes, so DVC must see the same ones."""
    with new_file(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: Any) -> None:
    """Keys sorted, two spaces, a final newline; NaN is refused."""
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")


def write_sums(path: Path) -> None:
    """Write the SHA-256 of a folder's files into it, or of a single file beside it."""
    if path.is_dir():
        write_text(path / checksums.NAME, checksums.describe(checksums.files_in(path), path))
    else:
        write_text(checksums.sums_of(path), checksums.describe([path], path.parent))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Comma-separated, with `\\n` ends (csv's default is CRLF, which Git would rewrite)."""
    with new_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
