"""Duplicates as files: which pairs, and what they are worth."""

from collections.abc import Mapping
from pathlib import Path

from ..core import files
from ..core.arrays import Labels, Scores
from .duplicates import (
    Duplicate,
    Neighbours,
    WithoutDuplicates,
    compare_without,
    list_duplicates,
)

DIGITS = 4


def write_duplicates(
    folder: Path,
    found: Neighbours,
    strategies: Mapping[str, Scores],
    labels: Labels,
    threshold: float,
) -> None:
    """duplicates.csv, a row a pair; without_duplicates.csv, a row a supervised strategy."""
    pairs = (
        (*pair[:2], round(pair.similarity, DIGITS)) for pair in list_duplicates(found, threshold)
    )
    files.write_csv(folder / "duplicates.csv", Duplicate._fields, pairs)
    worth = (
        (*row[:3], round(row.accuracy, DIGITS), round(row.accuracy_without, DIGITS))
        for row in compare_without(strategies, labels, found, threshold)
    )
    files.write_csv(folder / "without_duplicates.csv", WithoutDuplicates._fields, worth)
