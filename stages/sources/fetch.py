"""Get a file of the catalog: from DATA_MIRROR, from work/downloads, or from the network."""

import fcntl
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..core import files, paths
from ..core.errors import DataError, SourceError
from . import mirrors, transfer
from .catalog import File
from .transfer import TransferError

KEPT = paths.WORK / "downloads"
# works without any source; the last words of the error that says there is none
WAY_OUT = "dvc repro --pull --allow-missing report"

log = logging.getLogger(__name__)


def download_path(file: File) -> Path:
    """Where a fetched file stays; two versions of one name never meet."""
    return KEPT / file.sha256[:12] / file.name


def find_file(file: File) -> Path | None:
    """The verified file where it is on this machine already, else None.

    A wrong file in a mirror is an error: somebody put it there, and going on without it would hide
    that. A wrong one in work/downloads was damaged since it was verified, and is fetched again.
    """
    for folder in mirrors.folders():
        if _is_in(folder, file):
            return folder / file.name
    path = download_path(file)
    if not path.is_file():
        return None
    if transfer.is_genuine(path, file):
        return path
    log.warning("%s is damaged and will be fetched again", path)
    path.unlink()
    return None


def obtain_file(file: File) -> Path:
    """A verified copy, fetched only where there is none; SourceError names all sources."""
    return obtain_files((file,))[file.name]


def obtain_files(wanted: Sequence[File]) -> dict[str, Path]:
    """Verified copies by name."""
    found = find_files(wanted)
    return {file.name: found[file.name] or _fetch(file) for file in wanted}


def find_files(wanted: Sequence[File]) -> dict[str, Path | None]:
    """What `find` says of each file, by name.

    One line is logged where DATA_MIRROR is set and lacks some: another source takes its place.
    """
    found = {file.name: find_file(file) for file in wanted}
    folders = mirrors.folders()
    lacking = [name for name, path in found.items() if path is None or path.parent not in folders]
    if folders and lacking:
        log.warning(
            "%s=%s lacks %d of the %d files that were looked for: %s",
            mirrors.VARIABLE,
            ":".join(map(str, folders)),
            len(lacking),
            len(found),
            ", ".join(lacking),
        )
    return found


def _fetch(file: File) -> Path:
    path = download_path(file)
    partial = path.with_name(f"{file.name}.partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    failures = [f"{folder}: not in this folder" for folder in mirrors.folders()]
    with _alone(path.parent), transfer.open_session() as session:
        if path.is_file():  # verified by another run, for which this one waited
            return path
        for address in file.urls:
            try:
                transfer.download(session, address, file, partial)
            except TransferError as error:
                if address != file.urls[-1]:
                    log.warning("%s: %s; trying the next source", address, error)
                failures.append(f"{address}: {error}")
                continue
            partial.replace(path)  # verified before, so its existence means that it is genuine
            return path
    raise SourceError(
        f"{file.label} could not be fetched. {'; '.join(failures)}. Name a folder that holds it "
        f"in {mirrors.VARIABLE}, or start from the committed logits: {WAY_OUT}"
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A killed `dvc repro` leaves its stage running (DVC.md §6); two must not write one file."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_in(folder: Path, file: File) -> bool:
    """Whether a folder of DATA_MIRROR holds the file; DataError where it holds another so named."""
    path = folder / file.name
    try:
        if not path.is_file():
            return False
        found = files.sha256(path)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    if not found.startswith(file.sha256):
        raise DataError(
            f"{path} is not the published file: its SHA-256 is {found}, wanted: {file.sha256}. "
            f"Replace it, or take its folder out of {mirrors.VARIABLE}."
        )
    return True
