"""Kinds of numbers: each has its value on the images and its value on each resample."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..statistics import Estimate, class_scores
from . import bootstrap, calibration, selection
from .case import Case, Flags, Floats
from .confusion import confusion_counts


@dataclass(frozen=True)
class Measured:
    """A number on the images of a case.

    columns (N, M): their sums over a resample determine the number there, so one matrix product is
    enough for all numbers; none for a number that is drawn in another way. resampled: from those
    sums (R, M) to the number in each resample (R,).
    """

    value: float
    columns: NDArray[np.generic]
    resampled: Callable[[Floats], Floats]
    interval: Callable[[float, Floats, float], Estimate] = bootstrap.percentile_interval


# None: the number is not defined for the strategy
Number: TypeAlias = Callable[[Case], Measured | None]
Summed: TypeAlias = NDArray[np.float64] | NDArray[np.int64]
Edges: TypeAlias = Callable[[Floats, int], Floats]  # confidence (N,), bins → (B + 1,)


def mean(
    values: Callable[[Case], Floats | None],
    over: Callable[[Case], Flags] = lambda case: case.all_images,
) -> Number:
    """The mean of values (N,) over some of the images; not defined if a value is infinite."""

    def measure(case: Case) -> Measured | None:
        numbers, kept = values(case), over(case)
        if numbers is None or not kept.any() or not np.isfinite(numbers[kept]).all():
            return None
        columns = np.stack([np.where(kept, numbers, 0), kept], axis=1)
        return Measured(float(numbers[kept].mean()), columns, lambda sums: _divide(*sums.T))

    return measure


def share(
    flags: Callable[[Case], Flags | None],
    over: Callable[[Case], Flags] = lambda case: case.all_images,
) -> Number:
    """The share of true flags (N,) among some of the images, drawn from three counts."""

    def measure(case: Case) -> Measured | None:
        found, kept = flags(case), over(case)
        if found is None or not kept.any():
            return None
        hits, among = int(found[kept].sum()), int(kept.sum())
        drawn = case.draw_cells([hits, among - hits, len(kept) - among])
        resampled = _divide(drawn[:, 0], drawn[:, :2].sum(axis=1))
        return Measured(hits / among, case.nothing, lambda sums: resampled)

    return measure


def macro_f1(case: Case) -> Measured:
    """Mean F1 over the K targets, from the cells of the confusion matrix."""
    cells = confusion_counts(case.labels, case.scores.predictions, case.targets)
    resampled = bootstrap.resampled_scores(cells, case.resamples)[..., 2].mean(axis=1)
    value = float(class_scores(cells)[..., 2].mean())
    return Measured(value, case.nothing, lambda sums: resampled)


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


def _divide(total: Summed, drawn: Summed) -> Floats:
    """Sum divided by count; NaN in a resample without any of the images."""
    ratio: Floats = np.divide(total, drawn, out=np.full(total.shape, np.nan), where=drawn > 0)
    return ratio
