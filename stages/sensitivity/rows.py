"""The results as tables and as a summary in plots/sensitivity/."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..tables import sensitivity as tables
from ..tables.sensitivity import (
    Best,
    CurveRow,
    ExponentRow,
    HabitRow,
    LearningRow,
    ReferenceRow,
    Scope,
    ShareRow,
    Summary,
    UnequalRow,
)
from .curve import SCOPES
from .findings import Findings, Reference, best_of_kinds
from .learning import Learned


def write_tables(folder: Path, found: Findings, digits: int) -> None:
    """Write all tables and the summary to a folder that becomes plots/sensitivity."""
    tables.SPECIFICATION.write_into(folder, curve_rows(found), digits)
    tables.SHARES.write_into(folder, share_rows(found), digits)
    tables.REFERENCES.write_into(folder, reference_rows(found), digits)
    tables.EXPONENT.write_into(folder, exponent_rows(found), digits)
    tables.LEARNING.write_into(folder, learning_rows(found), digits)
    tables.UNEQUAL.write_into(folder, unequal_rows(found), digits)
    tables.HABITS.write_into(folder, habit_rows(found), digits)
    tables.SUMMARY.write(folder / tables.SUMMARY.path().name, summarise(found), digits)


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
        yield UnequalRow(one.case, one.strategy, *_spread(one.accuracies), difference, worst)


def habit_rows(found: Findings) -> Iterator[HabitRow]:
    """One row for each network, list and kind of synthetic picture."""
    for one in found.debiased:
        yield HabitRow(
            one.variant.backbone, one.variant.input, one.groups, one.debias, *one.accuracy
        )


def _spread(drawn: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean, minimum and maximum of the draws."""
    return float(drawn.mean()), float(drawn.min()), float(drawn.max())


def summarise(found: Findings) -> Summary:
    """The number and range of specifications, the share of each choice, and the references."""
    return Summary(
        images=found.curve.right.shape[1],
        scopes={name: _summarise_scope(found, name) for name in found.shares},
        references={
            one.kind: Best(one.name, one.accuracy.value) for one in best_of_kinds(found.references)
        },
        label_free_is_worth={
            one.strategy: _label_equivalent(one, found.line) for one in found.learned
        },
        marks={name: found.accuracies[row].value for name, row in found.marks.items()},
    )


def _label_equivalent(curve: Learned, line: Reference | None) -> float | None:
    equivalent = None if line is None else curve.label_equivalent(line.accuracy.value)
    return None if equivalent is None else round(equivalent, 1)


def _summarise_scope(found: Findings, scope: str) -> Scope:
    curve = found.curve.only(SCOPES[scope])
    accuracies = curve.accuracies
    return Scope(
        specifications=len(curve.specifications),
        distinct=curve.distinct,
        lowest=float(accuracies.min()),
        median=float(np.median(accuracies)),
        highest=float(accuracies.max()),
        deviation=float(accuracies.std()),
        shares={choice: one.share for choice, one in found.shares[scope].items()},
    )
