"""The numbers that one would quote, in one record."""

import numpy as np

from ..tables.sensitivity import Best, Scope, Summary
from .curve import SCOPES
from .findings import Findings, Reference, best_of_kinds
from .learning import Learned


def summarise(found: Findings) -> Summary:
    """How many specifications, how far apart, what each choice is worth, and the lines across."""
    return Summary(
        images=found.curve.right.shape[1],
        scopes={name: _of_scope(found, name) for name in SCOPES},
        references={
            known.kind: Best(known.name, known.accuracy.value)
            for known in best_of_kinds(found.references)
        },
        label_free_is_worth={curve.strategy: _worth(curve, found.line) for curve in found.learned},
        marks={name: found.accuracies[row].value for name, row in found.marks.items()},
    )


def _worth(curve: Learned, line: Reference | None) -> float | None:
    equivalent = None if line is None else curve.label_equivalent(line.accuracy.value)
    return None if equivalent is None else round(equivalent, 1)


def _of_scope(found: Findings, scope: str) -> Scope:
    curve = found.curve.only(SCOPES[scope])
    accuracies = curve.accuracies
    return Scope(
        specifications=len(curve.specifications),
        distinct=curve.distinct,
        lowest=float(accuracies.min()),
        median=float(np.median(accuracies)),
        highest=float(accuracies.max()),
        deviation=float(accuracies.std()),
        shares={choice: known.share for choice, known in found.shares[scope].items()},
    )
