"""The files of a data set on this machine, verified where a list of their hashes is stated."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from ..core import files
from ..core.errors import DataError, ParamsError, shown

Listed = dict[str, tuple[str, int]]  # SHA-256 and size in bytes of each file, by its path
_HASH = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,15}")
NOWHERE = Path("datasets/none.txt")  # what download.folder is for a published data set


def list_files(folder: Path, entry: str) -> dict[str, Path]:
    """All files below a folder by name, sorted; hidden ones belong to the system.

    ParamsError where it is no folder, DataError for a part of it that cannot be read; entry: the
    name of the data set, for the message.
    """
    if not folder.is_dir():
        told = f"params.yaml: download.folder is {folder}, which is no folder on this machine."
        if folder == NOWHERE:
            told = f"params.yaml: download.folder is {folder}, and {entry} is read from a folder."
        raise ParamsError(
            f"{told} Run: dvc exp run -S download.dataset={entry} -S download.folder=PATH report"
        )
    return dict(sorted((path.relative_to(folder).as_posix(), path) for path in _walk(folder)))


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder; what is refused would be left out without a word."""

    def stop(error: OSError) -> NoReturn:
        raise DataError(f"{error.filename} cannot be read ({error.strerror}).") from error

    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        seen = [Path(place, name) for name in (*folders, *names) if not name.startswith(".")]
        for path in seen:
            if path.is_symlink() and not path.is_file():
                raise DataError(
                    f"{path} is a link to {'a folder' if path.is_dir() else 'nothing'}, and DVC "
                    "follows links to files alone. Put there what it stands for, or remove it."
                )
            if not path.name.isprintable():
                raise DataError(f"{path} has a name with signs that are no letters. Rename it.")
        yield from (path for path in seen if path.is_file())


def hash_files(found: Mapping[str, Path]) -> dict[str, str]:
    """The SHA-256 of each file by its name."""
    hashes = {}
    for name, path in found.items():
        try:
            hashes[name] = files.sha256(path)
        except OSError as error:
            raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    return hashes


def hash_folder(hashes: Mapping[str, str]) -> str:
    """One SHA-256 for all: that of the text that `sha256sum` prints of them, sorted by name."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def check_list(path: Path, listed: Listed, place: Path, found: Mapping[str, Path]) -> None:
    """DataError unless exactly the files of a list were found, byte for byte.

    path: of the list; place: the folder, for the message.
    """
    hashes = hash_files(found)
    for name, (sha256, size) in listed.items():
        if name not in hashes:
            raise DataError(f"{place / name} is missing, and {path} lists it. Put it there.")
        if hashes[name] != sha256:
            raise DataError(
                f"{found[name]} is not the file that {path} lists: its SHA-256 is "
                f"{hashes[name]}, wanted: {sha256}, {size} bytes. Replace it."
            )
    if strangers := sorted(hashes.keys() - listed.keys()):
        raise DataError(
            f"{found[strangers[0]]} is one of {len(strangers)} files that {path} does not list. "
            "Remove them, or list them."
        )


def read_list(path: Path) -> Listed:
    """SHA-256 and size in bytes of each file by its path; DataError names the line at fault."""
    try:
        rows = files.read_csv(path, ("path", "sha256", "size"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path} is no list of files ({error}); wanted: a CSV table with the columns path, "
            "sha256 and size."
        ) from error
    for line, row in enumerate(rows, start=2):
        if not _HASH.fullmatch(row["sha256"]) or not _SIZE.fullmatch(row["size"]):
            raise DataError(
                f"{path}:{line}: sha256 is {shown(row['sha256'])}, size {shown(row['size'])}; "
                "wanted: 64 digits of hex, and bytes."
            )
    return {row["path"]: (row["sha256"], int(row["size"])) for row in rows}
