"""CIFAR's archive where torchvision or somebody else has unpacked it: each member by its MD5."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..core.errors import DataError
from ..sources import fetch, mirrors


def find_members(md5s: Mapping[str, str]) -> dict[str, Path]:
    """The members' files by name, from a folder of DATA_MIRROR or work/downloads that has them all.

    Empty where none has. DataError for one with another content: MD5 is what torchvision
    publishes, and tells damage from the original, though not a forgery.
    """
    for folder in (*mirrors.folders(), fetch.KEPT):
        paths = {name: folder / name for name in md5s}
        if paths and all(path.is_file() for path in paths.values()):
            for name, path in paths.items():
                _check(path, md5s[name])
            return paths
    return {}


def _check(path: Path, wanted: str) -> None:
    try:
        with path.open("rb") as file:
            md5 = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    if md5 != wanted:
        raise DataError(
            f"{path} is not the published file: its MD5 is {md5}, wanted: {wanted}. Replace it, or "
            "move its folder away."
        )
