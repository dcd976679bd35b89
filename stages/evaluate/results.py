"""The results of one strategy that need only predictions and labels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Kind
from ..statistics import Estimate
from . import bootstrap
from .bootstrap import Resamples
from .confusion import (
    PerClass,
    accuracy_interval,
    answered_share,
    confusion_counts,
    per_class_scores,
)
from .inputs import Predictions, StrategyScores


@dataclass(frozen=True)
class Result:
    """The results of one strategy; all but `dev` on the test images.

    dev: accuracy on the training images, by which strategies are chosen; None where there are none.
    """

    strategy: str
    kind: Kind
    dev: Estimate | None
    test: Estimate  # accuracy on the test images, which is reported
    answered: float  # share of images not rejected
    counts: NDArray[np.int64]  # (K, K + 1), rows are true targets, the last column is rejected
    per_class: PerClass
    per_class_limits: NDArray[np.float64]  # (2, K, 3): low and high of precision, recall, F1

    @property
    def choice(self) -> float:
        """The accuracy by which strategies are chosen."""
        return (self.dev or self.test).value


def measure_strategy(
    strategy: StrategyScores, predictions: Predictions, resamples: Resamples, confidence: float
) -> Result:
    """Measure one strategy against the labels; resamples: for the limits of each class."""
    targets = len(predictions.targets)
    dev, test = strategy.dev.predictions, strategy.test.predictions
    counts = confusion_counts(predictions.test_labels, test, targets)
    tail = (1 - confidence) / 2
    return Result(
        strategy=strategy.name,
        kind=strategy.kind,
        dev=accuracy_interval(predictions.dev_labels, dev, confidence) if len(dev) else None,
        test=accuracy_interval(predictions.test_labels, test, confidence),
        answered=answered_share(test),
        counts=counts,
        per_class=per_class_scores(predictions.test_labels, test, targets),
        per_class_limits=np.quantile(
            bootstrap.resampled_scores(counts, resamples), [tail, 1 - tail], axis=0
        ),
    )
