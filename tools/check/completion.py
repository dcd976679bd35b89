"""A plain list made complete: index, wnid and name of each class; its reasons are left to write."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from stages.core import files
from stages.core.errors import ParamsError
from stages.map.faults import Listing, find_faults, identify
from stages.map.group_file import Row
from tools.check.listing import ReadList
from tools.expand import write_rows

HEADER = """\
# Every '' is left to write: title, source, kind (zero_shot, or informed if you know the images that
# are to be recognised), and a reason for each row, overlap and empty group.
title: ''
source: ''
version: '1'
kind: ''
targets: {targets}
rule:
  by: hand
"""


@dataclass(frozen=True)
class Completed:
    """The rows of each target, in the order of the targets, and what they make it declare."""

    rows: dict[str, tuple[Row, ...]]
    overlaps: dict[int, str]  # index → reason
    empty: dict[str, str]  # target → reason


def complete(read: ReadList, reason: str) -> Completed:
    """A plain list as it is meant: its overlaps and empty groups count as declared.

    ParamsError for the first entry that is no class or no target, or that stands there twice.
    """
    listing = read.listing
    holders: dict[int, set[str]] = defaultdict(set)
    for entry in listing.entries:
        if known := identify(entry):
            holders[known.index].add(entry.target)
    filled = {entry.target for entry in listing.entries}
    overlaps = {index: reason for index, held in sorted(holders.items()) if len(held) > 1}
    empty = {target.name: reason for target in listing.targets if target.name not in filled}
    declared = replace(listing, overlaps=overlaps, empty=empty)
    for fault in (*read.unread, *find_faults(declared)):
        raise ParamsError(fault)
    return Completed(_fill_rows(listing, reason), overlaps, empty)


def write_completed(read: ReadList, path: Path, targets: str) -> int:
    """Write a plain list to a new file in the form of stages/map/groups; returns its rows."""
    if path.exists():
        raise ParamsError(f"{path} is there already; give the list another name.")
    completed = complete(read, reason="")
    declared = {
        "overlaps": [{"index": index, "reason": why} for index, why in completed.overlaps.items()],
        "empty": [{"target": target, "reason": why} for target, why in completed.empty.items()],
    }
    text = HEADER.format(targets=targets) + yaml.safe_dump(declared, sort_keys=False)
    files.write_text(path, text + write_rows({t: list(r) for t, r in completed.rows.items()}))
    return sum(map(len, completed.rows.values()))


def _fill_rows(listing: Listing, reason: str) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {target.name: [] for target in listing.targets}
    for entry in listing.entries:
        if known := identify(entry):
            row = Row.model_construct(
                index=known.index, wnid=known.wnid, name=known.names[0], reason=reason
            )
            rows[entry.target].append(row)
    return {target: tuple(group) for target, group in rows.items()}
