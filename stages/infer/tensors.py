"""Reads data/tensors, which `preprocess` writes."""

from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from ..core import files, paths
from ..core.errors import DataError


class _Needed(BaseModel):
    """What inference reads of the provenance; the whole of it goes on with the logits."""

    model_config = ConfigDict(strict=True)

    size: PositiveInt
    tensors_sha256: dict[paths.Split, str]


def read_provenance() -> dict[str, Any]:
    """The provenance of the tensors; DataError if the tensors are not those that it describes."""
    path = paths.TENSORS / paths.PROVENANCE
    provenance = files.read_map(path)
    try:
        sha256 = _Needed.model_validate(provenance).tensors_sha256
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise DataError(
            f"{path}: {where}: {fault['msg']}. Run: dvc repro -f -s preprocess"
        ) from error
    for split in get_args(paths.Split):
        path = paths.tensors(split)
        if not path.is_file() or files.sha256(path) != sha256.get(split):
            raise DataError(
                f"{path} is missing, or is not the file that its provenance.json describes. "
                "Run: dvc repro -f -s preprocess"
            )
    return provenance
