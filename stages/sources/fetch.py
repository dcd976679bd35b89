"""Gets a published file from DATA_MIRROR, from work/downloads, or from the network."""

import logging
from collections.abc import Sequence
from pathlib import Path

from ..core import files, lock, paths
from ..core.errors import DataError, SourceError
from . import answers, local, mirrors, transfer
from .answers import TransferError
from .file import AnyFile, File

KEPT = paths.WORK / "downloads"
# the command that works without any source; the error for missing sources ends with it
WAY_OUT = "dvc repro --pull --allow-missing report"

log = logging.getLogger(__name__)


def download_path(file: File) -> Path:
    """The path of a fetched file in work/downloads; two versions of one name have two paths."""
    return KEPT / file.sha256[:12] / file.name


def find_file(file: AnyFile) -> Path | None:
    """The path of the verified file if it is on this machine, else None.

    A wrong file in DATA_MIRROR is an error, because the user put it there. A wrong file in
    work/downloads was damaged after it was verified, so it is deleted and fetched again.
    """
    if not isinstance(file, File):
        return local.find_file(file)
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


def obtain_file(file: AnyFile) -> Path:
    """The path of a verified copy, fetched if necessary; SourceError names all sources."""
    return obtain_files((file,))[file.name]


def obtain_files(wanted: Sequence[AnyFile]) -> dict[str, Path]:
    """The paths of verified copies, by name."""
    found = find_files(wanted)
    return {file.name: found[file] or _fetch(file) for file in wanted}


def find_files(wanted: Sequence[AnyFile]) -> dict[AnyFile, Path | None]:
    """The result of `find_file` for each file.

    One line is logged if DATA_MIRROR is set but lacks some files: these come from other sources.
    """
    found = {file: find_file(file) for file in wanted}
    published = {file.name: path for file, path in found.items() if isinstance(file, File)}
    folders = mirrors.folders()
    lacking = [n for n, path in published.items() if path is None or path.parent not in folders]
    if folders and lacking:
        log.warning(
            "%s=%s lacks %d of the %d files that were looked for: %s",
            mirrors.VARIABLE,
            ":".join(map(str, folders)),
            len(lacking),
            len(published),
            ", ".join(lacking),
        )
    return found


def _fetch(file: AnyFile) -> Path:
    """The path of a copy from the first address that delivers it; SourceError if none does."""
    if not isinstance(file, File):
        raise SourceError(f"{local.explain_absence(file)}.")
    path = download_path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with lock.hold(path.parent / ".lock", f"fetches {file.name}"):
            if not path.is_file():  # else another run has verified it, while this one waited
                partial = path.with_name(f"{file.name}.partial")
                _fill(partial, file)
                partial.replace(path)  # verified before: if it exists, it is genuine
    except OSError as error:
        raise DataError(
            f"{error.filename or path.parent} cannot be written ({error.strerror}). Make room for "
            f"{file.label} there, then run the same command again."
        ) from error
    return path


def _fill(partial: Path, file: File) -> None:
    """Write the verified content of a file; SourceError if no address delivers it."""
    failures = [f"{folder}: not in this folder" for folder in mirrors.folders()]
    with answers.open_session() as session:
        for address in file.urls:
            try:
                transfer.download(session, address, file, partial)
            except TransferError as error:
                if address != file.urls[-1]:
                    log.warning("%s: %s; trying the next source", address, error)
                failures.append(f"{address}: {error}")
            else:
                return
    raise SourceError(
        f"{file.label} could not be fetched. {'; '.join(failures)}. Name a folder that holds it "
        f"in {mirrors.VARIABLE}, or start from the committed logits: {WAY_OUT}"
    )


def _is_in(folder: Path, file: File) -> bool:
    """Whether a folder of DATA_MIRROR has the file; DataError if it has another of that name."""
    path = folder / file.name
    try:
        if not path.is_file():
            return False
        sha256 = files.sha256(path)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    if not sha256.startswith(file.sha256):
        raise DataError(
            f"{path} is not the published file: its SHA-256 is {sha256}, wanted: {file.sha256}. "
            f"Replace it, or take its folder out of {mirrors.VARIABLE}."
        )
    return True
