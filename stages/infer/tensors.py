"""Reads data/tensors, which `preprocess` writes."""

from typing import Any, get_args

from ..core import checksums, files, paths


def read_provenance() -> dict[str, Any]:
    """The provenance of the tensors, with their SHA-256 by split; DataError if they are others."""
    checksums.check_folder(paths.TENSORS)
    sums = checksums.read(paths.TENSORS / checksums.NAME)
    hashes = {split: sums[paths.tensors(split).name] for split in get_args(paths.Split)}
    return {**files.read_json(paths.TENSORS / paths.PROVENANCE), "tensors_sha256": hashes}
