"""What becomes of trials, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.ground import Ended, differences, leftovers

WISHED, LOST, SILENT, TRACEBACK, OTHER = "as wished", "lost", "silent", "tracebacks", "other"
OUTCOMES = (WISHED, LOST, SILENT, TRACEBACK, OTHER)


@dataclass(frozen=True)
class Outcome:
    """One trial: what it comes to, and for a person what was tried and what was seen."""

    name: str
    told: str = ""
    note: str = ""  # of what was as wished, and is worth counting


def judge(wanted: dict[str, str], trial: str, ends: Sequence[Ended], code: int = 0) -> Outcome:
    """The outcome of a trial after which all outs should be as `wanted`, and nothing else there.

    ends: of the processes whose ends count; code: with which each should end. Lost: an out is
    missing or changed, or a leftover stays. Silent: the same, though every process ended with 0.
    """
    told = f"{trial}: " + " | ".join(f"exit {end.code}: {end.text[-800:]}" for end in ends)
    if any(end.is_bug for end in ends):
        return Outcome(TRACEBACK, told)
    if found := [*differences(wanted), *map(str, leftovers())]:
        silent = all(end.code == 0 for end in ends)
        return Outcome(SILENT if silent else LOST, f"{told} | {found[:5]} of {len(found)}")
    return Outcome(WISHED if all(end.code == code for end in ends) else OTHER, told)


def is_one_line(end: Ended) -> bool:
    """Whether a command that failed said so in one line, after what it says of its work."""
    lines = [line for line in end.text.splitlines() if line.startswith("error: ")]
    return end.code == 1 and len(lines) == 1 and end.text.rstrip().endswith(lines[0])
