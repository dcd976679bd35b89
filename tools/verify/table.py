"""The checks as text: a line for each kind of check in a folder, then every mismatch."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from math import inf, isfinite
from typing import Any

from tools.verify.checks import Check
from tools.verify.contents import CopyContents

WIDTH = 100
_HEADER = ("where", "checks", "what", "largest", "allowed", "verdict")
_RIGHT = {1, 3, 4}  # columns of numbers


def render(
    title: str, checks: Sequence[Check], unverified: Iterable[str], notes: Iterable[str]
) -> str:
    """The whole text; its last line is the result."""
    left_out = [(where, "", "", "", "", "not verified") for where in unverified]
    failed = [check for check in checks if not check.passed]
    lines = [title, "", *_align([_HEADER, *_rows(checks), *left_out]), ""]
    for note in notes:
        lines += textwrap.wrap(note, WIDTH, break_on_hyphens=False)
    lines += [f"MISMATCH {_name(check)}" for check in failed]
    lines.append(
        f"{len(failed)} of {len(checks)} checks failed."
        if failed
        else f"All {len(checks)} checks are within the tolerances."
    )
    return "\n".join(lines) + "\n"


def describe_makers(committed: CopyContents, now: CopyContents) -> list[str]:
    """The libraries and hardware of both sides: the first thing to look at if they differ."""
    return [
        f"{what} {whose}: {maker}."
        for what, makers in (("Logits", _logits_makers), ("Scores", _scores_makers))
        for whose, maker in _tell_apart(makers(committed), makers(now))
    ]


def _tell_apart(committed: str, now: str) -> list[tuple[str, str]]:
    if committed == now:
        return [("of both sides", now)]
    return [("committed", committed), ("now", now)]


def _logits_makers(copy: CopyContents) -> str:
    return "; ".join(sorted({_maker(made) for made in copy.made_by.values()}))


def _scores_makers(copy: CopyContents) -> str:
    """Kernels of OpenBLAS, vector code of NumPy, and versions."""
    return "; ".join(
        sorted(
            {
                f"OpenBLAS kernels {', '.join(used['kernels'])}, "
                f"NumPy code {', '.join(used['numpy_features']) or 'of the baseline'} "
                f"({_versions(used)})"
                for used in copy.mapped_with.values()
            }
        )
    )


def _maker(made: Mapping[str, Any]) -> str:
    if "imported" in made:
        return f"{made['backbone']} imported from {made['imported']['file'] or 'no file'}"
    how = f"{made['backend']}, {made['precision']}, {made['device']['model']}"
    return f"{made['backbone']} by {how} ({_versions(made)})"


def _versions(made: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(made["versions"].items()))


def _rows(checks: Iterable[Check]) -> list[tuple[str, ...]]:
    """One row for each group and kind of check, with the worst check."""
    grouped: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        grouped.setdefault((check.group, check.what), []).append(check)
    rows: list[tuple[str, ...]] = []
    for (group, what), members in grouped.items():
        worst = max(members, key=_strain)
        numbers = _number(worst.difference), _number(worst.allowed)
        verdict = "ok" if worst.passed else "MISMATCH"
        rows.append((group, str(len(members)), what, *numbers, verdict))
    return rows


def _strain(check: Check) -> float:
    """The share of the tolerance that a difference uses, in [0, 1]; inf for a mismatch."""
    if not check.passed:
        return inf
    return check.difference / check.allowed if check.allowed else 0


def _name(check: Check) -> str:
    amount = f"{_number(check.difference)} (allowed {_number(check.allowed)})"
    return f"{check.item}: {check.what} {amount}: {check.detail}"


def _number(value: float) -> str:
    if not isfinite(value):
        return "-"
    return str(int(value)) if value == int(value) else f"{value:.2g}"


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if column in _RIGHT else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
