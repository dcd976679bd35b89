"""Findings as tables: a header and rows, rounded, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .accuracy import Accuracy
from .curve import CHOICES
from .findings import Findings
from .unequal import Unequal


@dataclass(frozen=True)
class Table:
    """A CSV file in the making."""

    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def tabulate(found: Findings, digits: int) -> dict[str, Table]:
    """Every table by the name of its file."""
    return {
        "specification": tabulate_curve(found, digits),
        "shares": tabulate_shares(found, digits),
        "references": tabulate_references(found, digits),
        "exponent": tabulate_exponents(found, digits),
        "learning": tabulate_learning(found, digits),
        "unequal": tabulate_unequal(found, digits),
    }


def tabulate_curve(found: Findings, digits: int) -> Table:
    """A row a specification, from worst to best; `place` is where it stands from left to right."""
    names = {row: name for name, row in found.marks.items()}
    curve = found.curve
    return Table(
        ("place", "kind", "accuracy", "low", "high", "mark", *CHOICES),
        [
            (place, known.kind, *_rounded(accuracy, digits), names.get(row, ""), *known.levels)
            for row, (place, known, accuracy) in enumerate(
                zip(curve.places.tolist(), curve.specifications, found.accuracies, strict=True)
            )
        ],
    )


def tabulate_shares(found: Findings, digits: int) -> Table:
    """A row a choice in each scope: its share of the variance, and what it moves by itself."""
    return Table(
        ("scope", "choice", "share", "low", "high", "swing"),
        [
            (scope, choice, *(round(value, digits) for value in share))
            for scope, shares in found.shares.items()
            for choice, share in shares.items()
        ],
    )


def tabulate_references(found: Findings, digits: int) -> Table:
    """A row a strategy that is no combination."""
    return Table(
        ("kind", "strategy", "accuracy", "low", "high"),
        [(one.kind, one.name, *_rounded(one.accuracy, digits)) for one in found.references],
    )


def tabulate_exponents(found: Findings, digits: int) -> Table:
    """A row a γ of `taxonomy`."""
    return Table(
        ("gamma", "accuracy", "low", "high"),
        [(gamma, *_rounded(known, digits)) for gamma, known in found.exponents.items()],
    )


def tabulate_learning(found: Findings, digits: int) -> Table:
    """A row a strategy and number of labels; `line` is the accuracy that needs no label."""
    line = "" if found.line is None else round(found.line.accuracy.share, digits)
    return Table(
        ("strategy", "labels", "accuracy", "lowest", "highest", "line"),
        [
            (curve.strategy, count, *_spread(drawn, digits), line)
            for curve in found.learned
            for count, drawn in zip(curve.labels, curve.accuracies, strict=True)
        ],
    )


def tabulate_unequal(found: Findings, digits: int) -> Table:
    """A row a case of unequal classes and a label-free strategy."""

    def row(one: Unequal) -> tuple[Any, ...]:
        worst = one.worst_unwarned
        return (
            one.case,
            one.strategy,
            *_spread(one.accuracies, digits),
            *_spread(one.differences, digits)[:2],
            int(one.warned.sum()),
            "" if worst is None else round(worst, digits),
        )

    return Table(
        (
            "case", "strategy", "accuracy", "lowest", "highest",
            "difference", "worst", "warned", "worst_unwarned",
        ),
        [row(one) for one in found.unequal],
    )  # fmt: skip


def _spread(drawn: NDArray[np.float64], digits: int) -> tuple[float, ...]:
    """Mean and range of some draws."""
    return tuple(round(float(value), digits) for value in (drawn.mean(), drawn.min(), drawn.max()))


def _rounded(accuracy: Accuracy, digits: int) -> tuple[float, ...]:
    return tuple(round(value, digits) for value in accuracy)
