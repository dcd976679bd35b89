"""Results as rows of the tables in metrics/ and plots/."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..statistics import Estimate
from ..tables.evaluate import REJECTED_COLUMN, Accuracy, Cell, ClassScores, Metrics
from .confusion import confusion_shares
from .results import Result


def metrics(result: Result) -> Metrics:
    """The numbers of one strategy for `dvc metrics show`; few, because it has a column for each."""
    return Metrics(
        accuracy=result.test.value,
        accuracy_low=result.test.low,
        accuracy_high=result.test.high,
        dev_accuracy=result.dev.value if result.dev else None,
        macro_f1=float(result.per_class.f1.mean()),
        answered_share=result.answered,
    )


def confusion_rows(result: Result, targets: Sequence[str]) -> Iterator[Cell]:
    """One row for each cell, by true target; the column of rejections only if there are any."""
    shares = confusion_shares(result.counts)
    for row, actual in enumerate(targets):
        for column, predicted in enumerate(predicted_names(result, targets)):
            count, share = int(result.counts[row, column]), float(shares[row, column])
            yield Cell(actual, predicted, count, share)


def predicted_names(result: Result, targets: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns that are shown: K targets, and "rejected" if any image was."""
    return (*targets, REJECTED_COLUMN) if result.counts[:, -1].any() else tuple(targets)


def per_class_rows(results: Iterable[Result], targets: Sequence[str]) -> Iterator[ClassScores]:
    """One row for each strategy and class: each score with its interval."""
    for result in results:
        *scores, support = result.per_class
        limited = np.stack([np.stack(scores, axis=1), *result.per_class_limits], axis=2)
        for name, numbers, images in zip(targets, limited.tolist(), support, strict=True):
            precision, recall, f1 = (Estimate(*limits) for limits in numbers)
            yield ClassScores(
                result.strategy, result.kind, name, precision, recall, f1, int(images)
            )


def accuracy_rows(results: Iterable[Result]) -> Iterator[Accuracy]:
    """One row for each strategy: accuracy with its interval on test, then on dev."""
    for result in results:
        dev = result.dev or (None, None, None)
        yield Accuracy(result.kind, result.strategy, *result.test, *dev)
