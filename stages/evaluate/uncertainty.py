"""Every number of every strategy beyond metrics/, as rows with their intervals."""

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
    field: Predictions, mapped: Mapping[str, Flags], counts: Counts, chosen: EvaluateParams
) -> list[Statistic]:
    """All numbers of all strategies from the same resamples, counts (N_test, R).

    mapped: for strategies with a list, whether each test image's top-1 class is in it (N_test,).
    """
    numbers, rows = declare_numbers(chosen), list[Statistic]()
    for entrant in field.entrants:
        case = make_case(entrant.test, field.test, mapped.get(entrant.name), counts, chosen)
        found = estimate(case, numbers)
        supervised = entrant.kind == "supervised"
        rows += [
            Statistic(entrant.kind, entrant.name, name, *found[name], labels_used=supervised)
            for name in sorted(found)
        ]
        rows += _calibrated(entrant, field, case)
    return rows


def declare_names(chosen: EvaluateParams) -> set[str]:
    """The names that `measure_numbers` may write."""
    return {*declare_numbers(chosen), "temperature", *(f"{name}_calibrated" for name in CALIBRATED)}


def _calibrated(entrant: StrategyScores, field: Predictions, case: Case) -> Iterator[Statistic]:
    """The temperature, and what it makes of the losses; nothing without probabilities."""
    found = estimate_calibrated(case, entrant.dev, field.dev)
    if found is None:
        return
    who = entrant.kind, entrant.name
    yield Statistic(*who, "temperature", found.temperature, None, None, labels_used=True)
    for name, limits in found.estimates.items():
        yield Statistic(*who, f"{name}_calibrated", *limits, labels_used=True)
