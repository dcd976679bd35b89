"""The numbers that one would quote, in one file."""

from typing import Any

import numpy as np

from .curve import SCOPES
from .findings import Findings, Reference, best_of_kinds
from .learning import Learned


def summarise(found: Findings, digits: int) -> dict[str, Any]:
    """How many specifications, how far apart, what each choice is worth, and the lines across.

    distinct: those that get different images right; deviation: of accuracies, in [0, 1].
    """
    return {
        "images": found.curve.right.shape[1],
        "scopes": {name: _of_scope(found, name, digits) for name in SCOPES},
        "references": {
            known.kind: {
                "strategy": known.name,
                "accuracy": round(known.accuracy.share, digits),
            }
            for known in best_of_kinds(found.references)
        },
        # labels of each class that are as good as the best without any; null: never reached
        "label_free_is_worth": {
            curve.strategy: _worth(curve, found.line) for curve in found.learned
        },
        "marks": {
            name: round(found.accuracies[row].share, digits) for name, row in found.marks.items()
        },
    }


def _worth(curve: Learned, line: Reference | None) -> float | None:
    worth = None if line is None else curve.worth(line.accuracy.share)
    return None if worth is None else round(worth, 1)


def _of_scope(found: Findings, scope: str, digits: int) -> dict[str, Any]:
    curve = found.curve.only(SCOPES[scope])
    accuracies = curve.accuracies
    return {
        "specifications": len(curve.specifications),
        "distinct": curve.distinct,
        "lowest": round(float(accuracies.min()), digits),
        "median": round(float(np.median(accuracies)), digits),
        "highest": round(float(accuracies.max()), digits),
        "deviation": round(float(accuracies.std()), digits),
        "shares": {c: round(known.share, digits) for c, known in found.shares[scope].items()},
    }
