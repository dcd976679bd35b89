"""What confidence is worth, as rows: reliability diagrams and risk–coverage curves."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..core.arrays import Kind
from ..statistics import wilson_limits
from . import calibration, probability, selection
from .inputs import Field

POINTS = 50  # of a curve that is written: its steps are finer than any difference worth seeing


class Bin(NamedTuple):
    """Test images of about the same confidence; accuracy with its Wilson interval."""

    kind: Kind
    strategy: str
    bin_low: float
    bin_high: float
    images: int
    confidence: float
    accuracy: float
    low: float
    high: float


class Point(NamedTuple):
    """Share of wrong answers if only the most confident share of test images is answered."""

    kind: Kind
    strategy: str
    coverage: float
    risk: float


def reliability_rows(field: Field, bins: int, level: float) -> Iterator[Bin]:
    """Equal-width bins that hold an image, of strategies that have probabilities."""
    edges = calibration.equal_width_edges(bins)
    for entrant in field.entrants:
        log_p = probability.log_probabilities(entrant.test)
        if log_p is None:
            continue
        confidence = probability.top_probabilities(log_p)
        found = calibration.reliability(confidence, entrant.test.predictions == field.test, edges)
        for low, high, images, mean, accuracy in zip(*found, strict=True):
            if images:
                limits = wilson_limits(round(accuracy * images), images, level)
                who = entrant.kind, entrant.name
                numbers = (float(value) for value in (mean, accuracy, *limits))
                yield Bin(*who, float(low), float(high), int(images), *numbers)


def risk_coverage_rows(field: Field) -> Iterator[Point]:
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
            yield Point(entrant.kind, entrant.name, float(curve.coverage[index]), risk)
