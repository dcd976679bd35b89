"""Reads the results of `sensitivity`: the effect of each choice, on dev."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import checksums, paths
from ..core.errors import DataError
from ..results.evaluation import check_drawing
from ..tables import sensitivity as tables
from ..tables.absence import is_absent
from ..tables.sensitivity import CHOICES, CurveRow, Scope, ShareRow

FOLDER = paths.PLOTS / "sensitivity"


@dataclass(frozen=True)
class Sensitivity:
    """The results that the page shows, by scope.

    shares: of each scope, the largest first, their sum is 1; varied: choices with several levels.
    """

    images: int
    scopes: Mapping[str, Scope]
    shares: Mapping[str, tuple[ShareRow, ...]]
    specifications: tuple[CurveRow, ...]
    varied: tuple[str, ...]
    drawings: Mapping[str, Path]


def read_sensitivity() -> Sensitivity | None:
    """None if the stage `sensitivity` never ran or was left out; DataError for damaged files."""
    if not FOLDER.is_dir():
        return None
    checksums.check_folder(FOLDER)
    if is_absent(FOLDER):
        return None
    summary = tables.SUMMARY.read()
    shares = _read_shares()
    if unknown := set(shares) - set(summary.scopes):
        raise DataError(
            f"{tables.SUMMARY.path()} has no scope {min(unknown)}. Run: dvc repro -f sensitivity"
        )
    curve = tables.SPECIFICATION.read()
    if not (shares and curve):
        empty = tables.SPECIFICATION if shares else tables.SHARES
        raise DataError(
            f"{empty.path()} has no line below its header. Run: dvc repro -f sensitivity"
        )
    drawings = {path.stem: path for path in sorted((FOLDER / "figures").glob("*.svg"))}
    for path in drawings.values():
        check_drawing(path, "sensitivity")
    return Sensitivity(
        images=summary.images,
        scopes={name: summary.scopes[name] for name in shares},
        shares=shares,
        specifications=curve,
        varied=tuple(c for c in CHOICES if len({getattr(row, c) for row in curve}) > 1),
        drawings=drawings,
    )


def _read_shares() -> dict[str, tuple[ShareRow, ...]]:
    by_scope: dict[str, list[ShareRow]] = {}
    for row in tables.SHARES.read():
        by_scope.setdefault(row.scope, []).append(row)
    return {
        scope: tuple(sorted(rows, key=lambda row: (-row.share, row.choice)))
        for scope, rows in by_scope.items()
    }
