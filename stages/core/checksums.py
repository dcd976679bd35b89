"""SHA-256 of every file of a folder, in SHA256SUMS as `sha256sum --check` reads it.

Whoever fills a folder writes the sums last, and whoever uses it checks them first: a file that is
missing, left over from another run or changed by a single bit is named, also where size and time
are as they were.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import paths
from .errors import DataError

NAME = "SHA256SUMS"
LARGEST = 4_000_000  # bytes of a list, which are some 40,000 files
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex; read in blocks, so that memory stays flat."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(files: Iterable[Path], root: Path) -> str:
    """Text of a list of sums: one line a file, by name, the names relative to `root`."""
    named = {path.relative_to(root).as_posix(): path for path in files}
    return "".join(f"{sha256(path)}  {name}\n" for name, path in sorted(named.items()))


def files_in(folder: Path) -> list[Path]:
    """All files of a folder that its sums list: hidden ones belong to the system, not to us."""
    hidden = set(folder.rglob(".*"))
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != NAME and hidden.isdisjoint((path, *path.parents))
    ]


def check_folder(folder: Path) -> None:
    """DataError unless the folder holds exactly the files that its SHA256SUMS lists."""
    sums = folder / NAME
    if not folder.is_dir():
        raise missing(folder)
    listed = {folder / name: found for name, found in read(sums).items()}
    _compare(listed, sums)
    if strangers := sorted(set(files_in(folder)) - listed.keys()):
        raise _damaged(strangers[0], f"is not among the files that {sums} lists", sums)


def check_file(path: Path) -> None:
    """DataError unless the file has the sum in <name>.sha256 beside it."""
    sums = sums_of(path)
    if not path.is_file():
        raise missing(path)
    listed = {path.parent / name: found for name, found in read(sums).items()}
    if path not in listed:
        raise _damaged(sums, f"says nothing of {path.name}")
    _compare({path: listed[path]}, sums)


def check_listed(sums: Path) -> None:
    """DataError unless all files are right in a list whose names start at the checkout's root."""
    _compare({Path(name): found for name, found in read(sums).items()}, sums)


def sums_of(path: Path) -> Path:
    """Where the sum of a single file stands."""
    return path.with_name(f"{path.name}.sha256")


def read(sums: Path) -> dict[str, str]:
    """The sums by name; DataError where the list is missing or damaged."""
    try:
        with sums.open("rb") as file:
            text = file.read(LARGEST + 1)
        *lines, rest = text.decode("utf-8").split("\n")  # splitlines() takes seven more for ends
    except FileNotFoundError as error:
        raise missing(sums) from error
    except UnicodeDecodeError as error:
        raise _damaged(sums, "is not text") from error
    found = [_LINE.fullmatch(line) for line in lines]
    if rest or not found or None in found or len(text) > LARGEST:
        raise _damaged(sums, "is not a list of SHA-256 and names")
    return {line[2]: line[1] for line in found if line is not None}


def missing(path: Path) -> DataError:
    """What to say of a file of the pipeline that is not there, with the command that brings it."""
    pull = "dvc pull, or: " if paths.is_bundled(path) else ""
    return DataError(f"{path} is missing. Run: {pull}dvc repro")


def _compare(listed: Mapping[Path, str], sums: Path) -> None:
    for path, expected in listed.items():
        if not path.is_file():
            raise _damaged(path, f"is missing, though {sums} lists it", sums)
        if sha256(path) != expected:
            raise _damaged(path, f"does not have the SHA-256 that {sums} lists", sums)


def _damaged(path: Path, fault: str, *sums: Path) -> DataError:
    """sums: the list where it may be the list that is wrong; both are brought back, then."""
    return DataError(f"{path} {fault}. Run: {paths.remedy(path, *sums)}")
