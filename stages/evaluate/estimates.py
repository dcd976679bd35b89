"""All numbers of the strategies beyond metrics/, each with its bootstrap interval.

A number that is not defined for a strategy is absent: the losses of a strategy without
probabilities, and the log loss of a strategy that gives a true target the probability 0 (infinite).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from ..core.arrays import Labels, Scores
from ..statistics import Estimate
from ..tables.evaluate import Statistic
from . import bootstrap, calibration, probability, ranks
from .bootstrap import Resamples
from .case import Case, Choices, Flags, Floats, make_case
from .inputs import Predictions, StrategyScores
from .number import (
    Number,
    aurc,
    calibration_error,
    coverage_at_risk,
    error_if_calibrated,
    macro_f1,
    mean,
    share,
)
from .params import EvaluateParams

Estimates = dict[str, Estimate]


class Calibration(NamedTuple):
    """A temperature and the losses with it. They use labels, even if the strategy does not."""

    temperature: float
    estimates: Estimates


def _equal_width(confidence: Floats, bins: int) -> Floats:
    return calibration.equal_width_edges(bins)


def _log_losses(case: Case) -> Floats | None:
    return None if case.log_p is None else probability.log_losses(case.log_p, case.labels)


def _brier_losses(case: Case) -> Floats | None:
    return None if case.log_p is None else probability.brier_losses(case.log_p, case.labels)


def _right_without_absent(case: Case) -> Flags | None:
    if case.without_absent is None:
        return None
    left, labels = case.without_absent
    return case.spread(left.predictions == labels)


def _log_losses_without_absent(case: Case) -> Floats | None:
    if case.without_absent is None:
        return None
    left, labels = case.without_absent
    log_p = probability.log_probabilities(left)
    return None if log_p is None else case.spread(probability.log_losses(log_p, labels))


def _top_k_hits(k: int, case: Case) -> Flags:
    return ranks.top_k_hits(case.scores, case.labels, k)


# docs/metrics.md explains them; `declare_numbers` adds the numbers that depend on parameters
NUMBERS: Final[Mapping[str, Number]] = {
    "macro_f1": macro_f1,
    "answered_share": share(lambda case: case.answered),
    "answered_accuracy": share(lambda case: case.right, over=lambda case: case.answered),
    "mapped_share": share(lambda case: case.mapped),
    "nll": mean(_log_losses),
    "brier": mean(_brier_losses),
    "ece": calibration_error(_equal_width),
    "ece_equal_mass": calibration_error(calibration.equal_mass_edges),
    "ece_if_calibrated": error_if_calibrated(_equal_width),
    "ece_equal_mass_if_calibrated": error_if_calibrated(calibration.equal_mass_edges),
    "aurc": aurc,
}
CALIBRATED: Final = ("nll", "brier", "ece", "ece_equal_mass")  # also reported with the temperature


def declare_numbers(chosen: Choices) -> dict[str, Number]:
    """All numbers for these parameters, by name."""
    absent = {} if chosen.absent is None else _declare_without(chosen.absent)
    top = {f"top_{k}_accuracy": share(partial(_top_k_hits, k)) for k in chosen.top_k}
    coverages = {
        f"coverage_at_risk_{100 * risk:g}": coverage_at_risk(place)
        for place, risk in enumerate(chosen.risks)
    }
    return {**NUMBERS, **top, **absent, **coverages}


def _declare_without(absent: str) -> dict[str, Number]:
    return {
        f"accuracy_without_{absent}": share(_right_without_absent, lambda case: case.present),
        f"nll_without_{absent}": mean(_log_losses_without_absent, lambda case: case.present),
    }


def estimate(case: Case, numbers: Mapping[str, Number]) -> Estimates:
    """All numbers that are defined for the strategy, from one product with the resamples."""
    defined = {name: value for name, number in numbers.items() if (value := number(case))}
    columns = {name: value.columns for name, value in defined.items() if value.columns.size}
    sums = bootstrap.resampled_sums(case.resamples.blocks(), columns) if columns else {}
    return {
        name: number.interval(
            number.value,
            number.resampled(sums.get(name, case.nothing)),
            case.chosen.confidence,
        )
        for name, number in defined.items()
    }


def estimate_calibrated(test: Case, dev: Scores, dev_labels: Labels) -> Calibration | None:
    """A temperature fitted to dev scores and train labels, and the losses with it on test images.

    The dev scores of strategies that see images are cross-fitted, so their confidence is that on
    new images. The temperature does not change predictions. None without probabilities, and without
    training images.
    """
    dev_log_p = probability.log_probabilities(dev) if len(dev_labels) else None
    if dev_log_p is None or test.log_p is None:
        return None
    fitted = calibration.fit_temperature(dev_log_p, dev_labels)
    tempered = replace(test, log_p=calibration.apply_temperature(test.log_p, fitted))
    return Calibration(fitted, estimate(tempered, {name: NUMBERS[name] for name in CALIBRATED}))


def measure_numbers(
    predictions: Predictions,
    mapped: Mapping[str, Flags],
    resamples: Resamples,
    chosen: EvaluateParams,
) -> list[Statistic]:
    """All numbers of all strategies from the same resamples of the test images.

    mapped: for strategies with a list, (N_test,), whether an image's top-1 class is in the list.
    """
    numbers, rows = declare_numbers(chosen), list[Statistic]()
    for strategy in predictions.strategies:
        case = make_case(
            strategy.test, predictions.test_labels, mapped.get(strategy.name), resamples, chosen
        )
        estimates = estimate(case, numbers)
        supervised = strategy.kind == "supervised"
        rows += [
            Statistic(strategy.kind, strategy.name, name, *estimates[name], labels_used=supervised)
            for name in sorted(estimates)
        ]
        rows += _calibrated(strategy, predictions, case)
    return rows


def declare_names(chosen: EvaluateParams) -> set[str]:
    """The names of all numbers that `measure_numbers` may give."""
    return {*declare_numbers(chosen), "temperature", *(f"{name}_calibrated" for name in CALIBRATED)}


def _calibrated(
    strategy: StrategyScores, predictions: Predictions, case: Case
) -> Iterator[Statistic]:
    """The temperature and the losses with it; no row without probabilities."""
    calibrated = estimate_calibrated(case, strategy.dev, predictions.dev_labels)
    if calibrated is None:
        return
    identity = strategy.kind, strategy.name
    yield Statistic(*identity, "temperature", calibrated.temperature, None, None, labels_used=True)
    for name, limits in calibrated.estimates.items():
        yield Statistic(*identity, f"{name}_calibrated", *limits, labels_used=True)
