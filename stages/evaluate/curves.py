"""The rows of reliability diagrams and of risk–coverage curves."""

from collections.abc import Iterator

import numpy as np

from ..statistics import estimate_share
from ..tables.evaluate import ReliabilityBin, RiskCoveragePoint
from . import calibration, probability, selection
from .inputs import Predictions

POINTS = 50  # of a curve in the table; more would not be visible


def reliability_rows(predictions: Predictions, bins: int, level: float) -> Iterator[ReliabilityBin]:
    """One row for each bin with images, of equal-width bins, for strategies with probabilities."""
    edges = calibration.equal_width_edges(bins)
    for strategy in predictions.strategies:
        log_p = probability.log_probabilities(strategy.test)
        if log_p is None:
            continue
        confidence = probability.top_probabilities(log_p)
        right = strategy.test.predictions == predictions.test_labels
        diagram = calibration.reliability(confidence, right, edges)
        for low, high, images, mean, accuracy in zip(*diagram, strict=True):
            if images:
                share = estimate_share(round(accuracy * images), int(images), level)
                yield ReliabilityBin(
                    strategy.kind, strategy.name, float(low), float(high), int(images),
                    float(mean), float(accuracy), share.low, share.high,
                )  # fmt: skip


def risk_coverage_rows(predictions: Predictions) -> Iterator[RiskCoveragePoint]:
    """The curve at 50 coverages, each rounded up to the next that a threshold can reach."""
    for strategy in predictions.strategies:
        log_p = probability.log_probabilities(strategy.test)
        if log_p is None:
            continue
        wrong = strategy.test.predictions != predictions.test_labels
        curve = selection.risk_coverage_curve(probability.certainties(log_p), wrong)
        wanted = np.arange(1, POINTS + 1) / POINTS
        # the last coverage is 1, so each of them is reached; 1 + 1e-12 because of rounding
        reached = np.unique(np.searchsorted(curve.coverage * (1 + 1e-12), wanted))
        for index in reached:
            risk = float(curve.risk[index])
            yield RiskCoveragePoint(
                strategy.kind, strategy.name, float(curve.coverage[index]), risk
            )
