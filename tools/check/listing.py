"""Class lists in full or in plain form, read without believing anything in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stages import vocabulary
from stages.map.faults import Entry, Listing
from tools.check.classes import read_class
from tools.check.forms import assign_classes
from tools.check.names import find_target, read_number
from tools.check.raw import Items, Pairs, Raw, Text, find_repeated_keys, read_raw


@dataclass(frozen=True)
class ReadList:
    """A list as it was read. unread: sentences about what could not be; full: in the form of ours.

    Of a full list they are not told here: its model tells them.
    """

    full: bool
    listing: Listing
    unread: tuple[str, ...]


def read_list(path: Path, targets: str) -> ReadList:
    """A full list or a plain one; `targets` is for those that name none."""
    raw = read_raw(path)
    repeated = tuple(find_repeated_keys(path, raw))
    groups = _find_key(raw, "groups")
    if isinstance(raw, Pairs) and isinstance(groups, Pairs) and len(raw.pairs) > 1:
        return ReadList(True, _read_full(path, raw, groups, targets), repeated)
    listing, unread = _read_plain(path, raw, targets)
    return ReadList(False, listing, (*repeated, *unread))


def _read_plain(path: Path, raw: Raw, targets: str) -> tuple[Listing, list[str]]:
    """A list that declares nothing, and a sentence for each class that cannot be read."""
    known = vocabulary.targets(targets)
    named: dict[str, str] = {}
    readings = []
    for line, target, item in assign_classes(path, raw, known):
        name = find_target(target.text, known) or str(target.text)
        named.setdefault(name, f"{path}:{line}")
        if item is not None:
            readings.append(read_class(f"{path}:{line}", name, item))
    entries = [reading.entry for reading in readings]
    unread = [reading.fault for reading in readings if reading.fault]
    return Listing(f"{path}:{raw.line}", known, named, entries, {}, {}), unread


def _read_full(path: Path, raw: Pairs, groups: Pairs, targets: str) -> Listing:
    """What can be read of a list in our own form, its names as they are written."""
    declared = _find_text(raw, "targets")
    return Listing(
        where=f"{path}:{groups.line - 1 if groups.pairs else groups.line}",
        targets=vocabulary.targets(declared or targets),
        named={str(key.text): f"{path}:{key.line}" for key, _ in groups.pairs},
        entries=[
            Entry(
                f"{path}:{row.line}",
                str(key.text),
                read_number(_find_text(row, "index")),
                _find_text(row, "wnid"),
                _find_text(row, "name"),
            )
            for key, rows in groups.pairs
            for row in (rows.items if isinstance(rows, Items) else ())
        ],
        overlaps={
            index: f"{path}:{line}"
            for line, text in _declared(raw, "overlaps", "index")
            if (index := read_number(text)) is not None
        },
        empty={text: f"{path}:{line}" for line, text in _declared(raw, "empty", "target")},
    )


def _declared(raw: Raw, section: str, key: str) -> Iterator[tuple[int, str]]:
    items = _find_key(raw, section)
    for item in items.items if isinstance(items, Items) else ():
        if (text := _find_text(item, key)) is not None:
            yield item.line, text


def _find_key(raw: Raw, wanted: str) -> Raw | None:
    pairs = raw.pairs if isinstance(raw, Pairs) else ()
    return next((value for key, value in pairs if key.text == wanted), None)


def _find_text(raw: Raw, wanted: str) -> str | None:
    value = _find_key(raw, wanted)
    return value.text if isinstance(value, Text) else None
