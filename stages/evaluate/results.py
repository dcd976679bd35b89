"""All that is said of one strategy, from predictions and labels alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Kind
from ..statistics import Estimate
from . import bootstrap
from .accuracy import accuracy_interval, answered_share
from .bootstrap import Counts
from .confusion import confusion_counts
from .inputs import Predictions, StrategyScores
from .per_class import PerClass, per_class_scores


@dataclass(frozen=True)
class Result:
    """One strategy, measured; everything but `dev` on the test images."""

    strategy: str
    kind: Kind
    dev: Estimate  # accuracy on the training images: the number to choose by
    test: Estimate  # accuracy on the test images: the number to report
    answered: float  # share of images not rejected
    counts: NDArray[np.int64]  # (K, K + 1), rows are the truth, the last column rejected
    per_class: PerClass
    per_class_limits: NDArray[np.float64]  # (2, K, 3): low and high of precision, recall, F1


def measure_strategy(
    entrant: StrategyScores, field: Predictions, resamples: Counts, confidence: float
) -> Result:
    """Measure one strategy against the labels; resamples (N_test, R) give the limits per class."""
    targets = len(field.targets)
    dev, test = entrant.dev.predictions, entrant.test.predictions
    cells = {"cells": bootstrap.confusion_cells(field.test, test, targets)}
    again = bootstrap.per_class_scores(bootstrap.resampled_sums(resamples, cells)["cells"], targets)
    tail = (1 - confidence) / 2
    return Result(
        strategy=entrant.name,
        kind=entrant.kind,
        dev=accuracy_interval(field.dev, dev, confidence),
        test=accuracy_interval(field.test, test, confidence),
        answered=answered_share(test),
        counts=confusion_counts(field.test, test, targets),
        per_class=per_class_scores(field.test, test, targets),
        per_class_limits=np.quantile(again, [tail, 1 - tail], axis=0),
    )
