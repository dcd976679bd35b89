"""What `sensitivity` found: how much depends on which choice, on dev."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import checksums, paths
from ..core.errors import DataError
from ..results.evaluation import check_drawing
from ..tables import sensitivity as tables
from ..tables.sensitivity import CHOICES, CurveRow, Scope, ShareRow

FOLDER = paths.PLOTS / "sensitivity"


@dataclass(frozen=True)
class Sensitivity:
    """All of it, scopes by name.

    shares: of each scope, from the largest on, summing to 1; varied: the choices that have several
    levels.
    """

    images: int
    scopes: Mapping[str, Scope]
    shares: Mapping[str, tuple[ShareRow, ...]]
    specifications: tuple[CurveRow, ...]
    varied: tuple[str, ...]
    drawings: Mapping[str, Path]


def read_sensitivity() -> Sensitivity | None:
    """None in a checkout whose stage `sensitivity` never ran; DataError where its outs are odd."""
    if not FOLDER.is_dir():
        return None
    checksums.check_folder(FOLDER)
    summary = tables.SUMMARY.read()
    shares = _read_shares()
    if strangers := set(shares) - set(summary.scopes):
        raise DataError(
            f"{tables.SUMMARY.path()} has no scope {min(strangers)}. Run: dvc repro -f sensitivity"
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
    found: dict[str, list[ShareRow]] = {}
    for row in tables.SHARES.read():
        found.setdefault(row.scope, []).append(row)
    return {
        scope: tuple(sorted(rows, key=lambda row: (-row.share, row.choice)))
        for scope, rows in found.items()
    }
