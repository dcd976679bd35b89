"""Every number of every strategy beyond the six of metrics/, as rows with their intervals."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from stages.evaluate import bootstrap
from stages.evaluate.bootstrap import Counts
from stages.evaluate.estimates import estimate, estimate_calibrated
from stages.evaluate.inputs import Entrant, Field
from stages.evaluate.params import EvaluateParams
from stages.statistics import Estimate
from stages.tables.evaluate import Statistic


def measure_numbers(
    field: Field, mapped: Mapping[str, NDArray[np.bool_]], counts: Counts, chosen: EvaluateParams
) -> list[Statistic]:
    """All numbers of all strategies from the same resamples, counts (N_test, R).

    mapped: for strategies with a list, whether each test image's favourite is in it (N_test,).
    """
    rows: list[Statistic] = []
    for entrant in field.entrants:
        found = estimate(entrant.test, field.test, counts, chosen)
        if entrant.name in mapped:
            found["mapped_share"] = estimate_share(mapped[entrant.name], counts, chosen.confidence)
        supervised = entrant.kind == "supervised"
        rows += [
            Statistic(entrant.kind, entrant.name, name, *found[name], labels_used=supervised)
            for name in sorted(found)
        ]
        rows += _calibrated(entrant, field, counts, chosen)
    return rows


def estimate_share(flags: NDArray[np.bool_], counts: Counts, confidence: float) -> Estimate:
    """Share of images with a flag (N,), with its percentile interval."""
    sums = bootstrap.resampled_sums(counts, {"flags": flags[:, np.newaxis]})["flags"][:, 0]
    return bootstrap.percentile_interval(float(flags.mean()), sums / len(flags), confidence)


def _calibrated(
    entrant: Entrant, field: Field, counts: Counts, chosen: EvaluateParams
) -> Iterator[Statistic]:
    """The temperature, and what it makes of the losses; nothing without probabilities."""
    found = estimate_calibrated(entrant.test, field.test, entrant.dev, field.dev, counts, chosen)
    if found is None:
        return
    who = entrant.kind, entrant.name
    yield Statistic(*who, "temperature", found.temperature, None, None, labels_used=True)
    for name in ("nll", "brier", "ece", "ece_equal_mass"):
        if name in found.estimates:
            yield Statistic(*who, f"{name}_calibrated", *found.estimates[name], labels_used=True)
