"""Which outputs of a head are ImageNet's 1000 classes, as a network's entry states it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import vocabulary
from ..core import files
from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import ParamsError, shown
from ..sources import entries, fetch
from ..sources.entries import Backbone


def find_rows(name: str, backbone: Backbone) -> dict[str, Any]:
    """`count` outputs, and in `rows` the one of each of the 1000 classes; {} for a usual head.

    A class that the list of WordNet IDs lacks has the row -1: no output stands for it.
    """
    if backbone.label_offset and backbone.wnids:
        place = f"{entries.NETWORKS}/{name}.yaml"
        raise ParamsError(f"{place}: label_offset and wnids say the same twice; state one of them.")
    if backbone.wnids:
        wnids = _read_wnids(fetch.obtain_file(backbone.wnids))
        number = {wnid: row for row, wnid in enumerate(wnids)}
        rows = [number.get(known.wnid, -1) for known in vocabulary.imagenet()]
        return {"count": len(wnids), "rows": rows}
    if offset := backbone.label_offset:
        count = offset + IMAGENET_CLASSES
        return {"count": count, "rows": list(range(offset, count))}
    return {}


def _read_wnids(path: Path) -> Sequence[str]:
    """The WordNet ID on each line; ParamsError where there is none."""
    try:
        wnids = files.read_text(path).removesuffix("\n").split("\n")
    except (OSError, ValueError) as error:
        raise ParamsError(f"{path} cannot be read: {error}.") from error
    seen: set[str] = set()
    for line, wnid in enumerate(wnids, 1):
        if not re.fullmatch(r"n\d{8}", wnid):
            raise ParamsError(
                f"{path}:{line}: {shown(wnid)} is no WordNet ID; wanted: one a line, such as "
                "n01440764, in the order of the outputs."
            )
        if wnid in seen:
            raise ParamsError(f"{path}:{line}: {wnid} stands here twice.")
        seen.add(wnid)
    return wnids
