"""Writes the duplicates, and the accuracies with and without them."""

from collections.abc import Mapping
from pathlib import Path

from stages.core import files
from stages.core.arrays import Labels, Scores
from stages.gallery.duplicates import (
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
    """Write duplicates.csv, a row for each pair, and without_duplicates.csv, one for a strategy."""
    pairs = (
        (*pair[:2], round(pair.similarity, DIGITS)) for pair in list_duplicates(found, threshold)
    )
    files.write_csv(folder / "duplicates.csv", Duplicate._fields, pairs)
    accuracies = (
        (*row[:3], round(row.accuracy, DIGITS), round(row.accuracy_without, DIGITS))
        for row in compare_without(strategies, labels, found, threshold)
    )
    files.write_csv(folder / "without_duplicates.csv", WithoutDuplicates._fields, accuracies)
