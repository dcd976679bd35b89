"""What confidence is worth, as rows: reliability diagrams and risk–coverage curves."""

from collections.abc import Iterator

import numpy as np

from ..statistics import estimate_share
from ..tables.evaluate import ReliabilityBin, RiskCoveragePoint
from . import calibration, probability, selection
from .inputs import Predictions

POINTS = 50  # of a curve that is written: its steps are finer than any difference worth seeing


def reliability_rows(field: Predictions, bins: int, level: float) -> Iterator[ReliabilityBin]:
    """Equal-width bins that hold an image, of strategies that have probabilities."""
    edges = calibration.equal_width_edges(bins)
    for entrant in field.entrants:
        log_p = probability.log_probabilities(entrant.test)
        if log_p is None:
            continue
        confidence = probability.top_probabilities(log_p)
        right = entrant.test.predictions == field.test
        diagram = calibration.reliability(confidence, right, edges)
        for low, high, images, mean, accuracy in zip(*diagram, strict=True):
            if images:
                found = estimate_share(round(accuracy * images), int(images), level)
                yield ReliabilityBin(
                    entrant.kind, entrant.name, float(low), float(high), int(images),
                    float(mean), float(accuracy), found.low, found.high,
                )  # fmt: skip


def risk_coverage_rows(field: Predictions) -> Iterator[RiskCoveragePoint]:
    """The curve at 50 coverages, each the next that a threshold can reach."""
    for entrant in field.entrants:
        log_p = probability.log_probabilities(entrant.test)
        if log_p is None:
            continue
        wrong = entrant.test.predictions != field.test
        curve = selection.risk_coverage_curve(probability.certainties(log_p), wrong)
        wanted = np.arange(1, POINTS + 1) / POINTS
        # the last coverage is 1, so every wanted one is reached; 1 + 1e-12 for rounding
        reached = np.unique(np.searchsorted(curve.coverage * (1 + 1e-12), wanted))
        for index in reached:
            risk = float(curve.risk[index])
            yield RiskCoveragePoint(entrant.kind, entrant.name, float(curve.coverage[index]), risk)
