"""Writes the explorer: index.html, which contains the data, and a folder of pictures."""

import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup
from PIL import Image

from ...core import files
from ...core.arrays import Images
from ...drawing import KIND_TITLES
from ...page import Pages
from ..inputs import ClassList
from .pictures import COLUMNS, PICTURES, make_sheets

HERE = Path(__file__).parent


def write_explorer(
    folder: Path,
    columns: Mapping[str, Any],
    pictures: Images,
    used: ClassList,
    weights: Mapping[str, Any],
    source: str,
) -> None:
    """Write index.html and pictures/0.png, 1.png, …; columns: from `make_columns`.

    weights: the network's provenance; source: of the images.
    """
    (folder / "pictures").mkdir()
    for number, sheet in enumerate(make_sheets(pictures)):
        Image.fromarray(sheet).save(folder / f"pictures/{number}.png", compress_level=9)
    layout = {"pictures": PICTURES, "columns": COLUMNS, "side": pictures.shape[1]}
    page = Pages(
        HERE,
        styles=[HERE / "explorer.css"],
        scripts=[HERE / "images.js", HERE / "explorer.js"],
        pictures_beside=True,
    ).render(
        "explorer.html.j2",
        data=to_json({**columns, "kinds": KIND_TITLES, "sheet": layout}),
        images=len(columns["truth"]),
        targets=columns["targets"],
        by_kind=[
            (KIND_TITLES[kind], [strategy["name"] for strategy in group])
            for kind, group in groupby(columns["strategies"], key=lambda one: one["kind"])
        ],
        strategies=len(columns["strategies"]),
        most_different=max(columns["different"], default=0),
        used=used,
        weights=weights,
        source=source,
    )
    files.write_text(folder / "index.html", page)


def to_json(content: Mapping[str, Any]) -> Markup:
    """JSON for a script element; the same content gives the same bytes.

    "<" is written as \\u003c, because in HTML a name with "</script>" would end the element.
    """
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  # nothing of HTML is left in it
