"""The summary: the numbers to quote, in one record."""

import numpy as np

from ..tables.sensitivity import Best, Scope, Summary
from .curve import SCOPES
from .findings import Findings, Reference, best_of_kinds
from .learning import Learned


def summarise(found: Findings) -> Summary:
    """The number and range of specifications, the share of each choice, and the references."""
    return Summary(
        images=found.curve.right.shape[1],
        scopes={name: _summarise_scope(found, name) for name in SCOPES},
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
