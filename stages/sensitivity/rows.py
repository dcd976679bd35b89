"""The results as rows of the tables in plots/sensitivity/."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..tables import sensitivity as tables
from ..tables.sensitivity import (
    CurveRow,
    ExponentRow,
    LearningRow,
    ReferenceRow,
    ShareRow,
    UnequalRow,
)
from .findings import Findings


def write_tables(folder: Path, found: Findings, digits: int) -> None:
    """Write all tables to a folder that becomes plots/sensitivity."""
    tables.SPECIFICATION.write_into(folder, curve_rows(found), digits)
    tables.SHARES.write_into(folder, share_rows(found), digits)
    tables.REFERENCES.write_into(folder, reference_rows(found), digits)
    tables.EXPONENT.write_into(folder, exponent_rows(found), digits)
    tables.LEARNING.write_into(folder, learning_rows(found), digits)
    tables.UNEQUAL.write_into(folder, unequal_rows(found), digits)


def curve_rows(found: Findings) -> Iterator[CurveRow]:
    """One row for each specification, the worst first."""
    names = {row: name for name, row in found.marks.items()}
    curve = found.curve
    for row, (place, one, accuracy) in enumerate(
        zip(curve.places.tolist(), curve.specifications, found.accuracies, strict=True)
    ):
        yield CurveRow(place, one.kind, *accuracy, names.get(row, ""), *one.levels)


def share_rows(found: Findings) -> Iterator[ShareRow]:
    """One row for each choice in each scope."""
    for scope, shares in found.shares.items():
        for choice, share in shares.items():
            yield ShareRow(scope, choice, *share)


def reference_rows(found: Findings) -> Iterator[ReferenceRow]:
    """One row for each strategy outside the combinations."""
    for one in found.references:
        yield ReferenceRow(one.kind, one.name, *one.accuracy)


def exponent_rows(found: Findings) -> Iterator[ExponentRow]:
    """One row for each γ of `taxonomy`."""
    for gamma, accuracy in found.exponents.items():
        yield ExponentRow(gamma, *accuracy)


def learning_rows(found: Findings) -> Iterator[LearningRow]:
    """One row for each strategy and number of labels."""
    line = None if found.line is None else found.line.accuracy.value
    for curve in found.learned:
        for count, drawn in zip(curve.labels, curve.accuracies, strict=True):
            yield LearningRow(curve.strategy, count, *_spread(drawn), line)


def unequal_rows(found: Findings) -> Iterator[UnequalRow]:
    """One row for each case of unequal classes and each label-free strategy."""
    for one in found.unequal:
        difference, worst, _ = _spread(one.differences)
        yield UnequalRow(
            one.case, one.strategy, *_spread(one.accuracies), difference, worst,
            int(one.warned.sum()), one.worst_unwarned,
        )  # fmt: skip


def _spread(drawn: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean, minimum and maximum of the draws."""
    return float(drawn.mean()), float(drawn.min()), float(drawn.max())
