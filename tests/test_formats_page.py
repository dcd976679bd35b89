"""docs/formats.md names every file that a pipeline leaves, and says truly what the arrays are."""

import re
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray
from safetensors.numpy import load_file

from tests.conftest import ROOT
from tests.pipeline import Checkout

PAGE = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
WRITTEN = ("data", "metrics", "plots", "report")
TYPES = {"str": "U", "float32": "f4", "int64": "i8", "uint8": "u1"}


def patterns(cell: str) -> list[str]:
    """Shell patterns of the files that a cell names: {a,b} both ways, a name in <> as *."""
    found = []
    for span in re.findall(r"`([^`]+)`", cell):
        parts = re.split(r"\{([^}]*)\}", re.sub(r"<[a-z]+>", "*", span))
        found += ["".join(words) for words in product(*(part.split(",") for part in parts))]
    return found


ROWS = [
    (pattern, cells[1])
    for row in re.findall(r"^\| (`.*) \|$", PAGE, flags=re.MULTILINE)
    for cells in [row.split(" | ")]
    for pattern in patterns(cells[0])
]


def rows_for(path: Path) -> list[str]:
    """What the page says that a file holds, by every row that names it; * crosses no folder."""
    return [
        holds
        for pattern, holds in ROWS
        if len(Path(pattern).parts) == len(path.parts) and fnmatch(path.as_posix(), pattern)
    ]


def files_of(root: Path) -> list[Path]:
    found = [path for top in WRITTEN for path in sorted((root / top).rglob("*"))]
    return [path for path in found if path.is_file() and path.name != ".gitignore"]


def stated(holds: str) -> dict[str, tuple[str, list[str]]]:
    """Type and axes by name: `a`, `b` float32 (N, K); without a name: the whole file."""
    found: dict[str, tuple[str, list[str]]] = {}
    for names, kind, axes in re.findall(rf"((?:`\w+`,? )*)({'|'.join(TYPES)}) \(([^)]*)\)", holds):
        shape = [axis for axis in axes.replace(" ", "").split(",") if axis]
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names) or [""], (kind, shape))
    return found


def arrays_in(path: Path) -> dict[str, NDArray[Any]]:
    match path.suffix:
        case ".npy":
            return {"": np.load(path)}
        case ".npz":
            return dict(np.load(path))
        case ".safetensors":
            return dict(load_file(path))
    return {}


@pytest.mark.parametrize("committed", [True, False])
def test_every_file_has_one_row(committed: bool, finished: tuple[Checkout, str]) -> None:
    root = ROOT if committed else finished[0].root
    named = {path: rows_for(path.relative_to(root)) for path in files_of(root)}
    assert len(named) > 50
    assert {path: rows for path, rows in named.items() if len(rows) != 1} == {}


def test_every_out_of_the_pipeline_is_on_the_page() -> None:
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    outs = {
        re.sub(r"\$\{[^}]*\}", "*", out if isinstance(out, str) else next(iter(out)))
        for stage in stages.values()
        for out in [*stage["outs"], *stage.get("metrics", [])]
    }
    unnamed = {out for out in outs if not any(known.startswith(out) for known, _ in ROWS)}
    assert unnamed == set()


def test_arrays_have_the_types_and_shapes_that_the_page_names(
    finished: tuple[Checkout, str],
) -> None:
    """`a`, `b` float32 (N, K): as many axes as letters, and each number as it stands there."""
    looked_at = 0
    for path in files_of(finished[0].root):
        held = arrays_in(path)
        told = stated(rows_for(path.relative_to(finished[0].root))[0]) if held else {}
        assert told.keys() == held.keys(), path
        for name, array in held.items():
            kind, shape = told[name]
            assert array.dtype.str[1:].startswith(TYPES[kind]), (path, name)
            sizes = zip(shape, array.shape, strict=True)
            assert all(int(axis) == size for axis, size in sizes if axis.isdigit()), (path, name)
            looked_at += 1
    assert looked_at > 20
