"""What `sensitivity` found: how much depends on which choice, on dev."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import files, paths
from ..core.errors import DataError
from ..results.rows import read_columns

FOLDER = paths.PLOTS / "sensitivity"
CHOICES = ("backbone", "input", "groups", "of", "reduce", "unmapped")


@dataclass(frozen=True)
class Share:
    """What one choice explains of the variance of accuracy, and how far it moves it by itself."""

    choice: str
    share: float
    low: float
    high: float
    swing: float


@dataclass(frozen=True)
class Scope:
    """A set of combinations; accuracies in [0, 1], shares from the largest on, summing to 1."""

    name: str
    specifications: int
    distinct: int
    lowest: float
    median: float
    highest: float
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Specification:
    """One combination, its accuracy on dev, and what it is known as; levels by choice."""

    kind: str
    accuracy: float
    low: float
    high: float
    mark: str
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Sensitivity:
    """All of it; varied: the choices that have several levels."""

    images: int
    scopes: tuple[Scope, ...]
    specifications: tuple[Specification, ...]
    varied: tuple[str, ...]
    drawings: Mapping[str, Path]


def read_sensitivity() -> Sensitivity | None:
    """None in a checkout whose stage `sensitivity` never ran; DataError where its outs are odd."""
    if not FOLDER.is_dir():
        return None
    try:
        summary = files.read_json(FOLDER / "summary.json")
        shares = _read_shares()
        curve = _read_curve()
        return Sensitivity(
            images=int(summary["images"]),
            scopes=tuple(_scope(name, summary["scopes"][name], shares[name]) for name in shares),
            specifications=curve,
            varied=tuple(c for c in CHOICES if len({one.levels[c] for one in curve}) > 1),
            drawings={path.stem: path for path in sorted((FOLDER / "figures").glob("*.svg"))},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{FOLDER} is damaged ({error!r}). Run: dvc repro -f sensitivity"
        ) from error


def _scope(name: str, numbers: Mapping[str, Any], shares: tuple[Share, ...]) -> Scope:
    return Scope(
        name=name,
        specifications=int(numbers["specifications"]),
        distinct=int(numbers["distinct"]),
        lowest=float(numbers["lowest"]),
        median=float(numbers["median"]),
        highest=float(numbers["highest"]),
        shares=shares,
    )


def _read_shares() -> dict[str, tuple[Share, ...]]:
    found: dict[str, list[Share]] = {}
    columns = ("scope", "choice", "share", "low", "high", "swing")
    for scope, choice, *numbers in read_columns(FOLDER / "shares.csv", columns, "sensitivity"):
        found.setdefault(scope, []).append(Share(choice, *map(float, numbers)))
    return {
        scope: tuple(sorted(shares, key=lambda one: (-one.share, one.choice)))
        for scope, shares in found.items()
    }


def _read_curve() -> tuple[Specification, ...]:
    columns = ("kind", "accuracy", "low", "high", "mark", *CHOICES)
    return tuple(
        Specification(
            kind, float(accuracy), float(low), float(high), mark,
            dict(zip(CHOICES, levels, strict=True)),
        )
        for kind, accuracy, low, high, mark, *levels in read_columns(
            FOLDER / "specification.csv", columns, "sensitivity"
        )
    )  # fmt: skip
