"""Writes the results: numbers to metrics/, tables and figures to plots/."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .. import drawing
from ..core import checksums, files, paths
from ..tables import evaluate as tables
from ..tables.table import Row, Table
from . import figures, rows
from .curve_figures import draw_reliability, draw_risk_coverage
from .drawn import Drawings
from .inputs import Predictions
from .list_figures import draw_recalls, draw_unmapped
from .lists import ListUsed, most_used
from .pairs_figure import draw_pairs
from .params import EvaluateParams
from .results import Result
from .secondary_tables import SecondaryTables
from .top1_figure import draw_top1

WRITTEN = (".csv", ".json")  # the single files in plots/<topic>/


def write_numbers(
    backbone: str, results: Sequence[Result], targets: Sequence[str], digits: int
) -> None:
    """Write metrics/<backbone>/ and its tables; files of removed strategies are deleted."""
    with files.new_folder(paths.metrics(backbone), sums=False) as folder:
        for result in results:
            path = folder / result.kind / f"{result.strategy}.json"
            tables.METRICS.write(path, rows.metrics(result), digits)
    with files.new_folder(paths.PLOTS / "confusion" / backbone, sums=False) as folder:
        for result in results:
            cells = rows.confusion_rows(result, targets)
            tables.CONFUSION.write(folder / f"{result.strategy}.csv", cells, digits)
    per_class, accuracy = tables.PER_CLASS, tables.ACCURACY
    per_class.write(
        per_class.path(backbone=backbone), rows.per_class_rows(results, targets), digits
    )
    accuracy.write(accuracy.path(backbone=backbone), rows.accuracy_rows(results), digits)


def write_tables(backbone: str, secondary: SecondaryTables, digits: int) -> None:
    """Write one table for each topic, in the order of docs/metrics.md."""

    def write(table: Table[Row], rows: Iterable[Row]) -> None:
        table.write(table.path(backbone=backbone), rows, digits)

    write(tables.STATISTICS, secondary.numbers)
    write(tables.SIGNIFICANCE, secondary.against)
    write(tables.PAIRS, secondary.every_pair)
    write(tables.RELIABILITY, secondary.bins)
    write(tables.RISK_COVERAGE, secondary.points)
    write(tables.CONFUSED, secondary.confused)
    write(tables.TOP1, secondary.top1)
    write(tables.UNMAPPED, secondary.unmapped)
    write(tables.POLICIES, secondary.policies)
    write(tables.LISTS, secondary.recalls)


def write_confusions(
    folder: Path, results: Sequence[Result], targets: Sequence[str], drawings: Drawings
) -> None:
    """Draw the confusion matrix of each strategy."""
    for result in results:
        path = folder / f"{drawing.file_stem(result.strategy)}.svg"
        drawings.write(path, figures.draw_confusion, result, targets)


def write_figures(
    folder: Path,
    results: Sequence[Result],
    predictions: Predictions,
    secondary: SecondaryTables,
    lists: Sequence[ListUsed],
    chosen: EvaluateParams,
    drawings: Drawings,
) -> None:
    """Draw the figures that show all strategies, one file for each topic; the slowest first."""
    names = [(strategy.name, strategy.kind) for strategy in predictions.strategies]
    tests = secondary.pairs, secondary.family, 1 - chosen.confidence
    numbers, images = secondary.numbers, len(predictions.test_labels)
    limits = chosen.references, chosen.risks
    topics: dict[str, tuple[Any, ...]] = {
        "reliability": (draw_reliability, secondary.bins, numbers, chosen.confidence),
        "risk_coverage": (draw_risk_coverage, secondary.points, numbers, *limits),
        "pairs": (draw_pairs, names, *tests, images),
        "per_class": (figures.draw_per_class, results, predictions.targets),
        "accuracy": (figures.draw_accuracies, results, chosen.confidence),
        "top_classes": (draw_top1, secondary.top1, predictions.targets, say_images(predictions)),
        "unmapped": (draw_unmapped, secondary.unmapped, most_used(lists), predictions.chosen_on),
        "lists": (draw_recalls, secondary.recalls, say_images(predictions)),
    }
    for topic, (draw, *arguments) in topics.items():
        drawings.write(folder / f"{topic}.svg", draw, *arguments)


def say_images(predictions: Predictions) -> str:
    """The images that lists are mended by: "4,000 dev images"."""
    return f"{len(predictions.choice_labels):,} {predictions.chosen_on} images"


def write_checksums(backbone: str) -> None:
    """The sums of all that this stage wrote, in one file outside of the folders that DVC reads."""
    written = checksums.files_in(paths.metrics(backbone))
    for topic in paths.PLOTS.iterdir():
        written += checksums.files_in(topic / backbone)
        written += (p for p in topic.glob("*.*") if p.stem == backbone and p.suffix in WRITTEN)
    files.write_text(paths.checksums(backbone), checksums.describe(written, Path()))
