"""Results as the rows of metrics/ and plots/, rounded so that a change in Git is a real change."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stages.evaluate.confusion import confusion_shares
from stages.evaluate.results import Result

REJECTED_COLUMN = "rejected"

CONFUSION_HEADER = ("actual", "predicted", "count", "share")
PER_CLASS_HEADER = ("strategy", "kind", "class", "precision", "recall", "f1", "support")
ACCURACY_HEADER = (
    "kind", "strategy", "accuracy", "low", "high", "dev_accuracy", "dev_low", "dev_high",
)  # fmt: skip

Row = tuple[Any, ...]


def metrics(result: Result, digits: int) -> dict[str, float]:
    """The six numbers of one strategy; every further number would widen `dvc metrics show`."""
    exact = {
        "accuracy": result.test.share,
        "accuracy_high": result.test.high,
        "accuracy_low": result.test.low,
        "answered_share": result.answered,
        "dev_accuracy": result.dev.share,
        "macro_f1": float(result.per_class.f1.mean()),
    }
    return {name: round(value, digits) for name, value in exact.items()}


def confusion_rows(result: Result, targets: Sequence[str], digits: int) -> Iterator[Row]:
    """One row a cell, the truth outermost; rejections only where there are any."""
    shares = confusion_shares(result.counts)
    names = predicted_names(result, targets)
    for row, actual in enumerate(targets):
        for column, predicted in enumerate(names):
            share = round(float(shares[row, column]), digits)
            yield actual, predicted, int(result.counts[row, column]), share


def predicted_names(result: Result, targets: Sequence[str]) -> tuple[str, ...]:
    """Names of the confusion columns that are shown: K, and "rejected" if anything was."""
    return (*targets, REJECTED_COLUMN) if result.counts[:, -1].any() else tuple(targets)


def per_class_rows(results: Iterable[Result], targets: Sequence[str], digits: int) -> Iterator[Row]:
    """One row for each strategy and class."""
    for result in results:
        scores = result.per_class
        for name, precision, recall, f1, support in zip(targets, *scores, strict=True):
            rounded = (round(float(value), digits) for value in (precision, recall, f1))
            yield result.strategy, result.kind, name, *rounded, int(support)


def accuracy_rows(results: Iterable[Result], digits: int) -> Iterator[Row]:
    """One row a strategy: accuracy with its interval on test, then on dev."""
    for result in results:
        numbers = (round(value, digits) for value in (*result.test, *result.dev))
        yield result.kind, result.strategy, *numbers
