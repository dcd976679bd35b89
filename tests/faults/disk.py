"""A full and a read-only disk under every stage: one line, old outs whole, nothing left behind.

It needs a mount, so it runs in a namespace of its own, where everybody may mount.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.faults import ground
from tests.faults.tally import OTHER, WISHED, Outcome, is_one_line, judge

COPIED = (*ground.OUTS, "stages", "work", "params.yaml", "dvc.yaml", "requirements.txt")
NAMESPACE = ("unshare", "-Urm")


def is_permitted() -> bool:
    """Whether this system lets a person make such a namespace."""
    return shutil.which("unshare") is not None and not subprocess.call((*NAMESPACE, "true"))


def enter_namespace() -> None:
    """Start this process again where it may mount."""
    if "FAULTS_MOUNT" not in os.environ:
        os.environ["FAULTS_MOUNT"] = "allowed"
        os.execvp(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself


def fill_disk(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """Between nothing and half of what the outs need is free; work/ lies there or elsewhere."""
    needed = _bytes_of_outs(rooms)
    with _small_disk():
        wanted = ground.snapshot()
        for number in range(trials):
            room = rooms[number % len(rooms)]
            free = 0 if number < len(rooms) else chance.randrange(needed[room] // 2)
            elsewhere = bool(number // len(rooms) % 2)
            with _work(elsewhere), _ballast(free):
                end = ground.run_fork(room)
            trial = f"{room} with {free} bytes free, work/ {'elsewhere' if elsewhere else 'there'}"
            yield _judge(wanted, trial, end)


def lock_disk(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """The disk is read-only, with work/ or without it."""
    del chance  # nothing is left to it
    with _small_disk():
        wanted = ground.snapshot()
        for number in range(trials):
            room = rooms[number % len(rooms)]
            elsewhere = bool(number // len(rooms) % 2)
            with _work(elsewhere):
                _mount("-o", "remount,ro", ".")
                end = ground.run_fork(room)
                _mount("-o", "remount,rw", ".")
            yield _judge(wanted, f"{room}, read-only, work/ elsewhere: {elsewhere}", end)


def _judge(wanted: dict[str, str], trial: str, end: ground.Ended) -> Outcome:
    outcome = judge(wanted, trial, [end], end.code)
    if outcome.name == WISHED and end.code and not is_one_line(end):
        return Outcome(OTHER, outcome.told)
    return outcome


def _bytes_of_outs(rooms: tuple[str, ...]) -> dict[str, int]:
    """How much a stage writes, by the time of its files: at least 4,096 bytes."""
    sizes = {}
    for room in rooms:
        before = _times()
        assert ground.run_fork(room).code == 0
        new = [path for path, time in _times().items() if before.get(path) != time]
        sizes[room] = max(sum(path.stat().st_size for path in new), 8192)
    return sizes


def _times() -> dict[Path, int]:
    found = (path for top in ground.OUTS for path in Path(top).rglob("*"))
    return {path: path.stat().st_mtime_ns for path in found if path.is_file()}


@contextmanager
def _small_disk() -> Iterator[None]:
    """A disk in memory that holds all that stages read and write, as current folder."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        _mount("-t", "tmpfs", "-o", "size=256m", "none", folder)
        try:
            for name in COPIED:
                copy = shutil.copytree if Path(name).is_dir() else shutil.copy2
                copy(name, Path(folder, name))
            Path(folder, ".dvc").mkdir()
            os.chdir(folder)
            yield
        finally:
            os.chdir(here)
            subprocess.run(["umount", folder], check=True)


@contextmanager
def _work(elsewhere: bool) -> Iterator[None]:
    """Have work/ on another disk for a time."""
    if not elsewhere:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        Path("work").rename("work.kept")
        Path("work").symlink_to(folder)
        try:
            yield
        finally:
            Path("work").unlink()
            Path("work.kept").rename("work")


@contextmanager
def _ballast(free: int) -> Iterator[None]:
    """Leave so many bytes free, which the system counts in pages."""
    heavy = Path("ballast")
    with heavy.open("wb") as file:
        state = os.statvfs(".")
        pages = state.f_bavail - free // state.f_frsize
        for _ in range(pages):
            file.write(bytes(state.f_frsize))
    try:
        yield
    finally:
        heavy.unlink()


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)
