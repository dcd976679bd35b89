"""Kinds of numbers: each has its value on the images and its value on each resample."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..statistics import Estimate
from . import bootstrap, calibration, selection
from .case import Case, Flags, Floats


@dataclass(frozen=True)
class Measured:
    """A number on the images of a case.

    columns (N, M): their sums over a resample determine the number there, so one matrix product is
    enough for all numbers. resampled: from those sums (R, M) to the number in each resample (R,).
    """

    value: float
    columns: NDArray[np.generic]
    resampled: Callable[[Floats], Floats]
    interval: Callable[[float, Floats, float], Estimate] = bootstrap.percentile_interval


# None: the number is not defined for the strategy
Number: TypeAlias = Callable[[Case], Measured | None]
Edges: TypeAlias = Callable[[Floats, int], Floats]  # confidence (N,), bins → (B + 1,)


def mean(
    values: Callable[[Case], Floats | Flags | None],
    over: Callable[[Case], Flags] = lambda case: case.all_images,
) -> Number:
    """The mean of values (N,) over some of the images; not defined if a value is infinite."""

    def measure(case: Case) -> Measured | None:
        numbers, kept = values(case), over(case)
        if numbers is None or not kept.any() or not np.isfinite(numbers[kept]).all():
            return None
        columns = np.stack([np.where(kept, numbers, 0), kept], axis=1)
        return Measured(float(numbers[kept].mean(dtype=np.float64)), columns, _divide)

    return measure


def macro_f1(case: Case) -> Measured:
    """Mean F1 over the K targets, from the cells of the confusion matrix."""
    cells = bootstrap.confusion_cells(case.labels, case.scores.predictions, case.targets)
    (value,) = bootstrap.macro_f1_scores(cells.sum(axis=0, keepdims=True), case.targets)
    return Measured(value, cells, lambda sums: bootstrap.macro_f1_scores(sums, case.targets))


def calibration_error(edges: Edges) -> Number:
    """Expected calibration error over bins with these edges."""

    def measure(case: Case) -> Measured | None:
        confidence, right, level = case.confidence, case.right, case.chosen.confidence
        if confidence is None:
            return None
        limits = edges(confidence, case.chosen.bins)
        chance = calibration.error_if_calibrated(confidence, limits, level)
        return Measured(
            calibration.expected_calibration_error(confidence, right, limits),
            calibration.surpluses(confidence, right, limits),
            lambda sums: np.abs(sums).sum(axis=1) / len(right),
            lambda value, again, level: calibration.error_interval(value, again, chance, level),
        )

    return measure


def error_if_calibrated(edges: Edges) -> Number:
    """The calibration error of a perfectly calibrated strategy with the same confidences."""

    def measure(case: Case) -> Measured | None:
        confidence, level = case.confidence, case.chosen.confidence
        if confidence is None:
            return None
        limits = edges(confidence, case.chosen.bins)
        chance = calibration.error_if_calibrated(confidence, limits, level)
        return Measured(chance.value, case.nothing, lambda sums: sums, lambda *_: chance)

    return measure


def aurc(case: Case) -> Measured | None:
    """Area under the risk–coverage curve."""
    certainty, again = case.certainty, case.resampled_selection
    if certainty is None or again is None:
        return None
    value = selection.aurc_loss(certainty, ~case.right)
    return Measured(value, case.nothing, lambda sums: again[:, 0])


def coverage_at_risk(place: int) -> Number:
    """The largest coverage at one of the risks in the parameters, given by its place there."""

    def measure(case: Case) -> Measured | None:
        certainty, again = case.certainty, case.resampled_selection
        if certainty is None or again is None:
            return None
        value = selection.coverage_at_risk(certainty, ~case.right, case.chosen.risks[place])
        return Measured(value, case.nothing, lambda sums: again[:, 1 + place])

    return measure


def _divide(sums: Floats) -> Floats:
    """Sum divided by count; NaN in a resample without any of the images."""
    total, drawn = sums.T
    ratio: Floats = np.divide(total, drawn, out=np.full(total.shape, np.nan), where=drawn > 0)
    return ratio
