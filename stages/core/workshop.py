"""Private folders in which outs are made, beside the place that they take when they are whole."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import lock

ENDING = ".partial"


@contextmanager
def open_workshop(path: Path) -> Iterator[Path]:
    """A folder beside `path` that this process alone uses, deleted at the end.

    What killed processes left of theirs is deleted first: nobody holds its lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    start = f".{path.name}."
    for left in path.parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(ENDING):
            _delete_abandoned(left)
    place, descriptor = _claim(path.parent, start)
    try:
        yield place
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)  # the error that is on its way says more
        raise
    else:
        shutil.rmtree(place)
        sync(path.parent)
    finally:
        os.close(descriptor)


def is_inside(path: Path) -> bool:
    """Whether a path lies in such a folder."""
    return any(part.startswith(".") and part.endswith(ENDING) for part in path.parts)


def sync(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _claim(parent: Path, start: str) -> tuple[Path, int]:
    """A new folder whose lock is held, and the descriptor that holds it."""
    while True:
        place = parent / f"{start}{secrets.token_hex(4)}{ENDING}"
        place.mkdir()
        with suppress(FileNotFoundError):  # deleted before it was locked: another one, then
            descriptor = os.open(place, os.O_RDONLY)
            if lock.take(descriptor) and place.exists():
                return place, descriptor
            os.close(descriptor)


def _delete_abandoned(place: Path) -> None:
    with suppress(FileNotFoundError):  # another process was quicker
        if place.is_symlink() or not place.is_dir():  # version 0.1 left files of such a name
            place.unlink()
            return
        descriptor = os.open(place, os.O_RDONLY)
        try:
            if lock.take(descriptor):
                shutil.rmtree(place)
        finally:
            os.close(descriptor)
