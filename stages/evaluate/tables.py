"""Results as the rows of metrics/ and plots/, rounded so that a change in Git is a real change."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from .confusion import confusion_shares
from .results import Result

REJECTED_COLUMN = "rejected"

CONFUSION_HEADER = ("actual", "predicted", "count", "share")
PER_CLASS_HEADER = (
    "strategy", "kind", "class",
    "precision", "precision_low", "precision_high",
    "recall", "recall_low", "recall_high",
    "f1", "f1_low", "f1_high", "support",
)  # fmt: skip
ACCURACY_HEADER = (
    "kind", "strategy", "accuracy", "low", "high", "dev_accuracy", "dev_low", "dev_high",
)  # fmt: skip

Row = tuple[Any, ...]

_P_VALUES = {"p", "p_holm"}  # small ones matter: written with three significant digits


class Table(NamedTuple):
    """Typed rows, all of one kind; the kind's fields are the header, also where there is no row."""

    of: type[Any]
    rows: Sequence[Any]

    @property
    def header(self) -> tuple[str, ...]:
        """Column names."""
        return tuple(self.of._fields)

    def rounded(self, digits: int) -> Iterator[Row]:
        """Rows as they are written: what has no value is empty."""
        for row in self.rows:
            pairs = zip(self.header, row, strict=True)
            yield tuple(_written(name, value, digits) for name, value in pairs)


def _written(column: str, value: Any, digits: int) -> Any:
    if value is None or not isinstance(value, float):
        return value
    if column in _P_VALUES:
        return float(f"{value:.3g}")
    return "" if math.isnan(value) else round(value, digits) + 0.0  # no −0.0


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
    """One row for each strategy and class: each score with its limits."""
    for result in results:
        *scores, support = result.per_class
        limited = np.stack([np.stack(scores, axis=1), *result.per_class_limits], axis=2)
        for name, numbers, images in zip(targets, limited, support, strict=True):
            rounded = (round(float(value), digits) for value in numbers.ravel())
            yield result.strategy, result.kind, name, *rounded, int(images)


def accuracy_rows(results: Iterable[Result], digits: int) -> Iterator[Row]:
    """One row a strategy: accuracy with its interval on test, then on dev."""
    for result in results:
        numbers = (round(value, digits) for value in (*result.test, *result.dev))
        yield result.kind, result.strategy, *numbers
