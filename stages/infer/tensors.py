"""Reads data/tensors, which `preprocess` writes."""

from typing import Any, get_args

from ..core import checksums, files, paths
from ..core.errors import DataError


def read_provenance() -> dict[str, Any]:
    """The provenance of the tensors, with their SHA-256 by split; DataError if they are others."""
    checksums.check_folder(paths.TENSORS)
    path = paths.TENSORS / paths.PROVENANCE
    provenance, sums = files.read_map(path), checksums.read(paths.TENSORS / checksums.NAME)
    size, names = provenance.get("size"), {s: paths.tensors(s).name for s in get_args(paths.Split)}
    if not isinstance(size, int) or size < 1 or not sums.keys() >= set(names.values()):
        raise DataError(f"{path} is not of these tensors. Run: dvc repro -f -s preprocess")
    return {**provenance, "tensors_sha256": {split: sums[name] for split, name in names.items()}}
