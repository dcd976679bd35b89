"""Fingerprints of values, of code, and of what this process computes with."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..core import arithmetic, checksums

ROOT = Path(__file__).parents[1]


def fingerprint(*parts: Any) -> str:
    """SHA-256, in hex, of values: plain ones, arrays, dataclasses, and what holds them."""
    text = json.dumps(parts, sort_keys=True, default=_to_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def hash_code(places: Iterable[str]) -> dict[str, str]:
    """SHA-256 of all files of these rooms and modules of `stages`, as DVC hashes them.

    Without the class lists, of which each strategy depends on its own alone.
    """
    found = [path for place in places for path in (ROOT / place, *(ROOT / place).rglob("*"))]
    return {
        path.relative_to(ROOT).as_posix(): checksums.sha256(path)
        for path in found
        if path.is_file()
        and path.parent != ROOT / "map/groups"
        and path.suffix != ".pyc"
        and not path.name.startswith(".")
    }


def describe_process() -> dict[str, Any]:
    """What the last bits of a result depend on: versions of all libraries, kernels and threads."""
    features = arithmetic.processor().__cpu_features__
    return {
        "python": sys.version,
        "libraries": sorted(_list_libraries()),
        "features": [name for name, present in features.items() if present],
        "blas": _describe_blas(),
        "switches": {n: word for n, word in os.environ.items() if n.startswith(_SWITCHES)},
    }


def _describe_blas() -> list[list[str]]:
    """NumPy's; SciPy's own copy takes the same kernels, and is loaded sooner or later in a run."""
    from threadpoolctl import threadpool_info

    told = ("internal_api", "version", "architecture", "num_threads")
    return sorted(
        [str(pool.get(name)) for name in told]
        for pool in threadpool_info()
        if pool["user_api"] == "blas" and "scipy.libs" not in pool["filepath"]
    )


# of BLAS and OpenMP, and of ours
_SWITCHES = (arithmetic.SWITCH, "OPENBLAS_", "MKL_", "BLIS_", "OMP_", "NPY_")


def _list_libraries() -> set[str]:
    """Names with versions of all installed libraries: to read what each says of itself is slow."""
    folders = {Path(entry) for entry in sys.path if entry and Path(entry).is_dir()}
    return {path.name for folder in folders for path in folder.glob("*.dist-info")}


def _to_plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        data = hashlib.sha256(np.ascontiguousarray(value).data).hexdigest()
        return [value.dtype.str, value.shape, data]
    if isinstance(value, np.generic):
        return value.item()
    if is_dataclass(value):
        return [type(value).__name__, vars(value)]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no fingerprint of a {type(value).__name__} is known")
