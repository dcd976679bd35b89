"""A power cut: what has its final name was on the disk before, and its folder soon after.

The calls that a stage makes are recorded. Without fsync, a file system may keep the new name and
lose the bytes: the file is empty. (What an empty file then meets is tried in flips.py.)
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from stages.core import workshop
from tests.faults import ground
from tests.faults.tally import LOST, OTHER, WISHED, Outcome


def record(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """Every file that a stage has changed was renamed to its place, and written safely before."""
    del chance  # nothing is left to it
    for room in rooms[:trials]:
        before = _numbers()
        with tempfile.NamedTemporaryFile(prefix="faults-") as file:
            log = Path(file.name)
            end = ground.start_fork(room, partial(_listen, log)).finish()
            events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        if end.code:
            yield Outcome(OTHER, f"{room}: {end.text}")
            continue
        new = {path for path, number in _numbers().items() if before.get(path) != number}
        faults = find_faults(events, new)
        yield Outcome(LOST if faults or not new else WISHED, f"{room}: {faults[:5]}")


def find_faults(events: list[dict[str, Any]], new: set[str]) -> list[str]:
    """What would not survive: new are the files that the stage has made."""
    faults, placed = [], set()
    for index, event in enumerate(events):
        if event["call"] != "rename" or workshop.is_inside(Path(event["to"])):
            continue
        synced = {e["path"]: e["time"] for e in events[:index] if e["call"] == "fsync"}
        later = {e["path"] for e in events[index:] if e["call"] == "fsync"}
        for path, written in event["files"].items():
            if synced.get(path, 0) < written:
                faults.append(f"{path} was not on the disk when it became {event['to']}")
        if str(Path(event["to"]).parent) not in later:
            faults.append(f"the name {event['to']} was not on the disk at the end")
        placed.add(event["to"])
    for path in new:
        if not placed & {path, *map(str, Path(path).parents)}:
            faults.append(f"{path} was written in its place")
    return faults


def _numbers() -> dict[str, tuple[int, int]]:
    """Number and time of each file of the outs."""
    found = (path for top in ground.OUTS for path in Path(top).resolve().rglob("*"))
    files = {str(path): path.stat() for path in found if path.is_file()}
    return {path: (state.st_ino, state.st_mtime_ns) for path, state in files.items()}


def _listen(log: Path) -> None:
    """Write down each fsync and each rename of this process, in the order of their calls."""

    def note(**event: object) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")

    def listen_to_rename(call: Callable[..., None]) -> Callable[..., None]:
        def rename(source: Any, target: Any) -> None:
            start = Path(source).absolute()
            files = [start] if start.is_file() else [p for p in start.rglob("*") if p.is_file()]
            written = {str(path): path.stat().st_mtime_ns for path in files}
            call(source, target)
            note(call="rename", to=str(Path(target).absolute()), files=written)

        return rename

    fsync = os.fsync

    def sync(descriptor: Any) -> None:
        fsync(descriptor)
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        note(call="fsync", path=path, time=time.time_ns())

    os.fsync = sync  # type: ignore[assignment]  # the name of its parameter
    os.rename = listen_to_rename(os.rename)
    os.replace = listen_to_rename(os.replace)
