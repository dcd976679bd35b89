"""One class as people write it: an index, a wnid, a name, or several of these together."""

import re
from dataclasses import dataclass

from stages.map.faults import Entry, describe
from tools.check.names import WNID, find_owners, fold, read_number
from tools.check.raw import Items, Pairs, Raw, Text

FORMS = (
    "an index (404), a wnid (n02690373), a name (airliner), or several of these for one class: "
    "[n02690373, airliner], {index: 404, name: airliner}"
)
COLUMNS = {
    "index": ("index", "idx", "class index", "imagenet index", "class id", "imagenet id", "id"),
    "wnid": ("wnid", "synset", "wordnet id", "wnids", "synset id"),
    "name": ("name", "class name", "class", "imagenet class", "imagenet name", "lemma"),
}


@dataclass(frozen=True)
class Reading:
    """What was read of one class, and what could not be."""

    entry: Entry
    fault: str | None = None


def read_class(where: str, target: str, raw: Raw) -> Reading:
    """The class that a part of a file means for a target; an entry without content where none."""
    facts: dict[str, str] = {}
    for kind, text in _split(raw):
        if text is None or kind in facts or not _fits(kind, text):
            return _refuse(where, target, raw)
        facts[kind] = text
    if not facts:
        return _refuse(where, target, raw)
    index, wnid, name = read_number(facts.get("index")), facts.get("wnid"), facts.get("name")
    wnid = wnid.lower() if wnid else None
    if name is None:
        return Reading(Entry(where, target, index, wnid, None))
    owners = find_owners(name)
    if len(owners) > 1 and not any(name in known.names for known in owners) and len(facts) == 1:
        both = " and to ".join(map(describe, owners))
        fault = f"{where}: {target}: the name {name!r} belongs to {both}; give the index."
        return Reading(Entry(where, target, None, None, None), fault)
    meant = [known for known in owners if known.index == index or known.wnid == wnid] or owners
    if meant and name not in meant[0].names:  # WordNet's own spelling, and the class that it means
        alike = [known for known in meant[0].names if fold(known) == fold(name)]
        name = (alike or meant[0].names)[0]
        wnid = wnid or (meant[0].wnid if index is None else None)
    return Reading(Entry(where, target, index, wnid, name))


def has_columns(raw: Pairs) -> bool:
    """Whether a map describes one class, by keys such as index, wnid and name."""
    return any(_kind_of_column(key.text) for key, _ in raw.pairs)


def _split(raw: Raw) -> list[tuple[str, str | None]]:
    """The parts of one class with what each is: index, wnid or name; None for what is no part."""
    if isinstance(raw, Text):
        return [(_kind_of(raw.text), raw.text)]
    if isinstance(raw, Items):
        texts = [item.text if isinstance(item, Text) else None for item in raw.items]
        return [(_kind_of(text), text) for text in texts]
    found = [(_kind_of_column(key.text), value) for key, value in raw.pairs]
    return [
        (kind, value.text if isinstance(value, Text) else None)
        for kind, value in found
        if kind and value != Text(value.line, None)
    ]


def _kind_of(text: str | None) -> str:
    if read_number(text) is not None:
        return "index"
    return "wnid" if text and WNID.fullmatch(text) else "name"


def _kind_of_column(column: str | None) -> str | None:
    return next((kind for kind, names in COLUMNS.items() if fold(column or "") in names), None)


def _fits(kind: str, text: str) -> bool:
    if kind == "name":
        return re.search(r"[^\W\d]", text) is not None  # a range or a fraction has no letter
    return _kind_of(text) == kind


def _refuse(where: str, target: str, raw: Raw) -> Reading:
    end = f"is no class; allowed: {FORMS}."
    if isinstance(raw, Items) and len(raw.items) > 1:
        end = f"is not one class; write every class by itself. Allowed: {FORMS}."
    return Reading(Entry(where, target, None, None, None), f"{where}: {target}: {write(raw)} {end}")


def write(raw: Raw) -> str:
    """A part of a file as it may have stood there, cut off where it is long."""
    if isinstance(raw, Text):
        text = "null" if raw.text is None else raw.text
    elif isinstance(raw, Items):
        text = f"[{', '.join(map(write, raw.items))}]"
    else:
        text = f"{{{', '.join(f'{key.text}: {write(value)}' for key, value in raw.pairs)}}}"
    return text if len(text) <= 60 else f"{text[:57]}..."
