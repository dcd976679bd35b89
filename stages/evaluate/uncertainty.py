"""Every number of every strategy beyond the six of metrics/, as rows with their intervals."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Kind
from . import bootstrap
from .bootstrap import Counts, Estimate
from .estimates import estimate, estimate_calibrated
from .inputs import Entrant, Field
from .params import EvaluateParams


class Number(NamedTuple):
    """One number of one strategy on the test images; what each name means: docs/metrics.md."""

    kind: Kind
    strategy: str
    number: str
    value: float
    low: float | None  # None: it is not a function of the test images
    high: float | None
    labels_used: bool  # whether it rests on training labels, as all of supervised ones do


def measure_numbers(
    field: Field, mapped: Mapping[str, NDArray[np.bool_]], counts: Counts, chosen: EvaluateParams
) -> list[Number]:
    """All numbers of all strategies from the same resamples, counts (N_test, R).

    mapped: for strategies with a list, whether each test image's favourite is in it (N_test,).
    """
    rows: list[Number] = []
    for entrant in field.entrants:
        found = estimate(entrant.test, field.test, counts, chosen)
        if entrant.name in mapped:
            found["mapped_share"] = estimate_share(mapped[entrant.name], counts, chosen.confidence)
        supervised = entrant.kind == "supervised"
        rows += [
            Number(entrant.kind, entrant.name, name, *found[name], labels_used=supervised)
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
) -> Iterator[Number]:
    """The temperature, and what it makes of the losses; nothing without probabilities."""
    found = estimate_calibrated(entrant.test, field.test, entrant.dev, field.dev, counts, chosen)
    if found is None:
        return
    who = entrant.kind, entrant.name
    yield Number(*who, "temperature", found.temperature, None, None, labels_used=True)
    for name in ("nll", "brier", "ece", "ece_equal_mass"):
        if name in found.estimates:
            yield Number(*who, f"{name}_calibrated", *found.estimates[name], labels_used=True)
