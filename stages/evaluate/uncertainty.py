"""All numbers of all strategies beyond metrics/, as rows with their intervals."""

from collections.abc import Iterator, Mapping

from ..tables.evaluate import Statistic
from .bootstrap import Counts
from .case import Case, Flags, make_case
from .estimates import (
    CALIBRATED,
    declare_numbers,
    estimate,
    estimate_calibrated,
)
from .inputs import Predictions, StrategyScores
from .params import EvaluateParams


def measure_numbers(
    predictions: Predictions, mapped: Mapping[str, Flags], counts: Counts, chosen: EvaluateParams
) -> list[Statistic]:
    """All numbers of all strategies from the same resamples, counts (N_test, R).

    mapped: for strategies with a list, (N_test,), whether an image's top-1 class is in the list.
    """
    numbers, rows = declare_numbers(chosen), list[Statistic]()
    for strategy in predictions.strategies:
        case = make_case(
            strategy.test, predictions.test_labels, mapped.get(strategy.name), counts, chosen
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
