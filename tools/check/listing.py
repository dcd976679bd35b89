"""Lists of class groups in the forms that people write, read without believing anything in them."""

import json
import re
from pathlib import Path
from typing import Any

from stages import vocabulary
from stages.core import strict_yaml
from stages.core.errors import ParamsError
from stages.core.params import validate
from stages.core.strict_yaml import Document
from stages.map.faults import Entry, Listing
from stages.map.group_file import GroupFile, from_group_file

FORMS = (
    "a map from target to a list of ImageNet indices, wnids, names, or {index, wnid, name} "
    "(some of the three)"
)


def read_document(path: Path) -> Document:
    """YAML, or JSON, whose tabs are no YAML; a JSON file's faults have no line of their own."""
    if path.suffix != ".json":
        return strict_yaml.read(path)
    try:
        return Document(path, json.loads(path.read_text(encoding="utf-8")), {})
    except (OSError, ValueError) as error:
        raise ParamsError(f"{path} cannot be read: {error}.") from error


def is_group_file(document: Document) -> bool:
    """Whether a file has our own form, by a key that no target is called."""
    return isinstance(document.content, dict) and "rule" in document.content


def from_anything(document: Document, targets: str) -> Listing:
    """A list in our own form or in a plain one, which declares nothing; `targets` is for those."""
    if is_group_file(document):
        return from_group_file(document, validate(document, GroupFile))
    content = document.content
    if not isinstance(content, dict) or not all(
        isinstance(items, list | None) for items in content.values()
    ):
        raise ParamsError(f"{document.path}: not a list of groups; allowed: {FORMS}.")
    return Listing(
        where=document.where(()),
        targets=vocabulary.targets(targets),
        named={target: document.where((target,)) for target in content},
        entries=[
            _read_entry(document.where((target, i)), target, item)
            for target, items in content.items()
            for i, item in enumerate(items or ())
        ],
        overlaps={},
        empty={},
    )


def _read_entry(where: str, target: str, item: Any) -> Entry:
    if isinstance(item, str):
        is_wnid = re.fullmatch(r"n\d{8}", item)
        item = {"wnid": item} if is_wnid else {"name": item}
    elif isinstance(item, int):
        item = {"index": item}
    types = {"index": int, "wnid": str, "name": str}
    if (
        not isinstance(item, dict)
        or not item.keys() & types.keys()
        or any(type(item[key]) is not types[key] for key in item.keys() & types.keys())
    ):
        raise ParamsError(f"{where}: {target}: {item!r} is no class; allowed: {FORMS}.")
    return Entry(where, target, item.get("index"), item.get("wnid"), item.get("name"))
