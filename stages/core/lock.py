"""One process at a time, by a lock that the operating system drops when its holder ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from .refusals import naming


@contextmanager
def hold(path: Path, activity: str) -> Iterator[None]:
    """Hold the lock of a file until the block ends, and wait for it if another process has it.

    One line on stderr says that this process waits, and for which. activity: what the holder does.
    """
    lock = _wait_for(path, activity)
    try:
        with naming(path):
            lock.truncate(0)
            lock.write(f"process {os.getpid()}".encode())
        yield
    finally:
        lock.close()  # releases the lock, as the end of the process would


def is_free(path: Path) -> bool:
    """Whether no process holds the lock of a file or of a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return take(descriptor)
    finally:
        os.close(descriptor)


def take(file: int | FileIO) -> bool:
    """Take the lock of an open file or folder, or say that another process has it."""
    import fcntl  # an installed package may run where there is none

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_for(path: Path, activity: str) -> FileIO:
    import fcntl
    import logging

    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        # unbuffered: on a full disk, bytes that wait would raise a second error from `close`
        lock = path.open("ab+", buffering=0)
        with naming(path):
            if not take(lock):
                lock.seek(0)
                holder = lock.read().decode() or "another process"
                logging.info(f"{holder} {activity} ({path}): waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):  # its folder was deleted between opening and locking
            if os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                return lock
        lock.close()
