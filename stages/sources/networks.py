"""Finds a network by the name that stands in `backbones` of params.yaml."""

from collections.abc import Iterable
from difflib import get_close_matches

from ..core.errors import ParamsError, shown
from . import torchvision_table
from .catalog import Backbone, Catalog, Variant


def find_backbone(name: str, catalog: Catalog) -> Backbone:
    """A backbone of the catalog, or a classifier of torchvision by its weight name."""
    published = {row["name"]: row for row in torchvision_table.read_rows()}
    if name in catalog.backbones:
        entry = catalog.backbones[name]
        if isinstance(entry, Backbone):
            return entry
        if isinstance(catalog.backbones.get(entry.like), Variant):
            raise ParamsError(f"backbones: {name} is like {entry.like}, which is like another.")
        changed = {"title": entry.title, "preprocess": entry.preprocess}
        return find_backbone(entry.like, catalog).model_copy(update=changed)
    if name in published:
        return torchvision_table.describe(published[name])
    raise ParamsError(_unknown_backbone(name, catalog.backbones, published))


def _unknown_backbone(name: str, listed: Iterable[str], published: Iterable[str]) -> str:
    listed, published = list(listed), list(published)
    by_lower_case = {allowed.lower(): allowed for allowed in (*listed, *published)}
    near = get_close_matches(name.lower(), by_lower_case, n=4, cutoff=0.4)
    nearest = f"nearest: {', '.join(by_lower_case[match] for match in near)}; " if near else ""
    return (
        f"backbones: {shown(name)} is not known; {nearest}allowed: {', '.join(listed)}, and the "
        f"{len(published)} weight names in stages/sources/{torchvision_table.TABLE.name}."
    )
