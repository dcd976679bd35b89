"""Reads Hugging Face's tables of images: a column of encoded pictures, a column of labels."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..core import paths
from ..core.errors import DataError, StageError
from ..sources.own_data import Parquet
from .splits import Split, check_labels, read_pictures

ROWS = 500  # that are in memory at a time


def read_splits(dataset: Parquet, folder: Path) -> dict[paths.Split, Split]:
    """Every split that the entry names, its tables in the entry's order."""
    stated: dict[paths.Split, tuple[str, ...] | None] = {
        "train": dataset.train, "test": dataset.test,
    }  # fmt: skip
    return {
        split: _read([folder / name for name in names], dataset)
        for split, names in stated.items()
        if names is not None
    }


def _read(tables: list[Path], dataset: Parquet) -> Split:
    labels = [label for table in tables for label in _read_labels(table, dataset.label)]
    contents = (row for table in tables for row in _read_images(table, dataset.image))
    split = read_pictures(contents, labels, dataset.pictures)
    check_labels(tables[0], (split,), dataset.classes)
    return split


def _read_labels(table: Path, column: str) -> Iterator[int]:
    for row, label in enumerate(_read_column(table, column)):
        if type(label) is not int or not 0 <= label < 2**31:
            raise DataError(f"{table}: {column} of row {row} is {label!r}; wanted: 0 or more.")
        yield label


def _read_images(table: Path, column: str) -> Iterator[tuple[bytes, str]]:
    for row, image in enumerate(_read_column(table, column)):
        content = image.get("bytes") if isinstance(image, dict) else image
        if not isinstance(content, bytes):
            raise DataError(
                f"{table}: {column} of row {row} holds no bytes of a picture, and pictures beside "
                "a table are not looked for."
            )
        yield content, f"{table}: row {row}"


def _read_column(table: Path, column: str) -> Iterator[Any]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise StageError(
            "Parquet is read with pyarrow, which is not installed. Run: make parquet"
        ) from error
    try:
        with ParquetFile(table) as file:
            if column not in file.schema_arrow.names:
                names = ", ".join(file.schema_arrow.names)
                raise DataError(f"{table} has no column {column!r}; it has: {names}.")
            for batch in file.iter_batches(ROWS, columns=[column]):
                yield from batch.column(0).to_pylist()
    except (ArrowException, OSError) as error:
        raise DataError(f"{table} is no readable Parquet file ({error}).") from error
