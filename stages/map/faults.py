"""What is wrong with a list of class groups; nothing here stops at the first fault."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from .. import vocabulary
from ..core.errors import shown
from ..vocabulary import ImagenetClass, Target

SUGGESTED = 3  # of the nearest names or wnids
NOT_ALIKE = "no name is spelled like it"


@dataclass(frozen=True)
class Entry:
    """One class in one group, as a file has it: any of index, wnid and name may be missing."""

    where: str  # file:line
    target: str
    index: int | None
    wnid: str | None
    name: str | None


@dataclass(frozen=True)
class Listing:
    """A list of groups before anything in it is believed."""

    where: str  # file:line, for what is missing
    targets: tuple[Target, ...]
    named: Mapping[str, str]  # target of the list → where; it may have no entries
    entries: Sequence[Entry]
    overlaps: Mapping[int, str]  # index → where it is declared
    empty: Mapping[str, str]  # target → where it is declared


def find_faults(listing: Listing) -> list[str]:
    """Sentences that begin with file:line; none where a list can be used."""
    return [
        *_unknown_targets(listing),
        *(fault for entry in listing.entries for fault in _identity(entry)),
        *_duplicates(listing.entries),
        *_overlaps(listing),
        *_empty(listing),
    ]


def identify(entry: Entry) -> ImagenetClass | None:
    """The class that an entry means: by index, else by wnid, else by a name that only one has."""
    imagenet = vocabulary.imagenet()
    if entry.index is not None and 0 <= entry.index < len(imagenet):
        return imagenet[entry.index]
    if (owner := _find_wnid(entry.wnid)) is not None:
        return owner
    owners = [one for one in imagenet if entry.name in one.names]
    return owners[0] if len(owners) == 1 else None


def _unknown_targets(listing: Listing) -> Iterator[str]:
    allowed = [target.name for target in listing.targets]
    for target, where in {**listing.empty, **listing.named}.items():
        if target not in allowed:
            yield f"{where}: {shown(target)} is no target; allowed: {', '.join(allowed)}."


def _identity(entry: Entry) -> Iterator[str]:
    """Index out of range; wnid or name of another class, and which; a name that is ambiguous."""
    imagenet, identified = vocabulary.imagenet(), identify(entry)
    start = f"{entry.where}: {entry.target}: "
    if entry.index is not None and not 0 <= entry.index < len(imagenet):
        yield f"{start}index {entry.index} is out of range; allowed: 0 to {len(imagenet) - 1}."
    if entry.wnid is not None and (identified is None or identified.wnid != entry.wnid):
        owner = _find_wnid(entry.wnid)
        belongs = f"belongs to {describe(owner)}" if owner else "is no class of ImageNet-1k"
        right = f", not to {identified.index}" if owner and identified else ""
        end = right or _right_wnid(entry, identified)
        yield f"{start}wnid {entry.wnid} {belongs}{end}."
    if entry.name is not None and (identified is None or entry.name not in identified.names):
        owners = [other for other in imagenet if entry.name in other.names]
        if not owners:
            right = f"that is {describe(identified)}" if identified else suggest_names(entry.name)
            name = shown(entry.name)
            yield f"{start}the name {name} is no name of an ImageNet-1k class; {right}."
            return
        belongs = " and to ".join(map(describe, owners))
        end = f", not to {describe(identified)}." if identified else "; give the index."
        yield f"{start}the name {shown(entry.name)} belongs to {belongs}{end}"


def _right_wnid(entry: Entry, identified: ImagenetClass | None) -> str:
    """What should stand in the place of a wnid that no class has, as far as that can be said."""
    if identified:
        return f"; that of {identified.index} {identified.names[0]} is {identified.wnid}"
    wnid, wordnet = str(entry.wnid), vocabulary.wordnet()
    if wnid in wordnet.names:
        below = sum(wnid in wordnet.ancestors(other.wnid) for other in vocabulary.imagenet())
        return f": {wordnet.names[wnid][0]} in WordNet, above {below} classes"
    near = get_close_matches(wnid, [other.wnid for other in vocabulary.imagenet()], SUGGESTED, 0.85)
    owners = [owner for other in near if (owner := _find_wnid(other))]
    return f"; nearest: {', '.join(map(describe, owners))}" if owners else ""


def suggest_names(name: str) -> str:
    """The names of classes that are words within this one, or are spelled most like it."""
    names = {
        own.casefold(): f"{own} ({one.index} {one.wnid})"
        for one in vocabulary.imagenet()
        for own in one.names
    }
    words = " ".join(re.split(r"[\s_]+", name.casefold()))
    inside = sorted((own for own in names if f" {own} " in f" {words} "), key=len, reverse=True)
    near = list(dict.fromkeys([*inside, *get_close_matches(words, names, SUGGESTED)]))
    return f"nearest: {', '.join(names[own] for own in near[:SUGGESTED])}" if near else NOT_ALIKE


def _find_wnid(wnid: str | None) -> ImagenetClass | None:
    return next((one for one in vocabulary.imagenet() if one.wnid == wnid), None)


def _duplicates(entries: Iterable[Entry]) -> Iterator[str]:
    first: dict[tuple[str, int], str] = {}
    for entry in entries:
        identified = identify(entry)
        if identified is None:
            continue
        place = first.get((entry.target, identified.index))
        if place is not None:
            name = describe(identified)
            yield f"{entry.where}: {entry.target}: {name} stands at {place} already."
        first.setdefault((entry.target, identified.index), entry.where)


def _overlaps(listing: Listing) -> Iterator[str]:
    groups: dict[int, dict[str, str]] = {}
    for entry in listing.entries:
        if identified := identify(entry):
            groups.setdefault(identified.index, {}).setdefault(entry.target, entry.where)
    for index, places in groups.items():
        if len(places) > 1 and index not in listing.overlaps:
            yield (
                f"{list(places.values())[1]}: {describe(vocabulary.imagenet()[index])} is in "
                f"{' and '.join(places)}; take it out of one, or declare it under overlaps."
            )
    for index, where in listing.overlaps.items():
        if len(groups.get(index, ())) < 2:
            yield f"{where}: {index} is declared under overlaps but is not in two groups."


def _empty(listing: Listing) -> Iterator[str]:
    filled = {entry.target for entry in listing.entries}
    for target in listing.targets:
        if target.name not in filled and target.name not in listing.empty:
            yield (
                f"{listing.where}: no class stands for {target.name}; "
                "add one, or declare it under empty, with the reason."
            )
    for name, where in listing.empty.items():
        if name in filled:
            yield f"{where}: {name} is declared empty but has classes."


def describe(one: ImagenetClass) -> str:
    """As sentences name it: 404 airliner (n02690373)."""
    return f"{one.index} {one.names[0]} ({one.wnid})"
