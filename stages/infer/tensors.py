"""Reads data/tensors, which `preprocess` writes."""

from typing import Any, get_args

from ..core import files, paths
from ..core.errors import DataError


def read_provenance() -> dict[str, Any]:
    """The provenance of the tensors; DataError if the tensors are not those that it describes."""
    provenance: dict[str, Any] = files.read_json(paths.TENSORS / paths.PROVENANCE)
    for split in get_args(paths.Split):
        path = paths.tensors(split)
        if not path.is_file() or files.sha256(path) != provenance["tensors_sha256"][split]:
            raise DataError(
                f"{path} is missing, or is not the file that its provenance.json describes. "
                "Run: dvc repro -f -s preprocess"
            )
    return provenance
