"""Feeds every reader with mutated inputs: `python -m tests.faults.fuzz` (`make fuzz`).

Each input is accepted or refused in one line; anything else is a bug, and its input is kept in
work/fuzz. Inputs are numbered, and a number always gives the same input. A run goes on where the
last one ended, so that counts grow; work/fuzz/results.json has them by reader.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from stages.core import checksums
from stages.core.errors import LONGEST, StageError
from tests.conftest import ROOT
from tests.faults.mutate import mutate
from tests.faults.readers import READERS, Reader

FOLDER = ROOT / "work" / "fuzz"
KINDS = ("accepted", "refused", "traceback", "too long", "over 5 s", "crashed")
BUGS = KINDS[2:]
SECONDS = 5.0  # an input that takes longer is a bug
MEMORY = 2 << 30  # bytes beyond what the process has at its start
BATCH = 10_000  # inputs between two notes of the progress


class TooSlow(BaseException):
    """No reader catches it."""


def count_inputs(name: str, first: int, count: int, keep: Path | None = None) -> Counter[str]:
    """What becomes of the inputs from number `first` on, in the current folder, which is empty.

    keep: where inputs that show a bug go, with their tracebacks.
    """
    found: Counter[str] = Counter()
    for _, kind in _try_inputs(READERS[name], name, first, count, keep):
        found[kind] += 1
    return found


def _try_inputs(
    reader: Reader, name: str, first: int, count: int, keep: Path | None
) -> Iterator[tuple[int, str]]:
    reader.prepare()
    with _without_checksums():
        reader.read()  # the valid input is accepted
    names = reader.which or tuple(sorted(str(p) for p in Path().rglob("*") if p.is_file()))
    valid = {file: Path(file).read_bytes() for file in names}
    for number in range(first, first + count):
        chance = Random(f"{name} {number}")  # noqa: S311 - seeded on purpose
        file = chance.choice(names)
        content = mutate(file, valid[file], chance)
        Path(file).write_bytes(content)
        kind, told = try_once(reader)
        if kind in BUGS and keep:
            _keep(keep / f"{name}-{number}", content, f"{kind}: {file}\n{told}")
        Path(file).write_bytes(valid[file])
        yield number, kind


def try_once(reader: Reader) -> tuple[str, str]:
    """What becomes of one input, and what is told of it."""
    try:
        with _limited_time(), _without_checksums():
            reader.read()
    except StageError as error:
        text = str(error)
        return ("refused" if len(text) <= LONGEST + 2 else "too long"), text
    except TooSlow:
        return "over 5 s", traceback.format_exc()
    except Exception:
        return "traceback", traceback.format_exc()
    return "accepted", ""


@contextmanager
def _without_checksums() -> Iterator[None]:
    """Every changed bit is refused by its sum first; here the readers behind it are tried."""
    with (
        patch.object(checksums, "check_folder"),
        patch.object(checksums, "check_file"),
        patch.object(checksums, "check_listed"),
    ):
        yield


@contextmanager
def _limited_time() -> Iterator[None]:
    def stop(_signal: int, _frame: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _keep(path: Path, content: bytes, told: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.with_name(f"{path.name}.txt").write_text(told, "utf-8", "backslashreplace")


def _work(name: str, first: int, count: int, found: Any, reached: "Synchronized[int]") -> None:
    """One batch in a process of its own, with limited memory, in a folder of its own."""
    warnings.simplefilter("ignore")
    sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - as long as the process
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        os.chdir(folder)
        READERS[name].prepare()
        with _without_checksums():
            READERS[name].read()  # now everything is imported
        shutil.rmtree(folder)
        Path(folder).mkdir()
        os.chdir(folder)
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = used * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        for number, kind in _try_inputs(READERS[name], name, first, count, FOLDER / "bugs"):
            found[KINDS.index(kind)] += 1
            reached.value = number + 1
        os.chdir(ROOT)


def run_batch(name: str, first: int, count: int) -> Counter[str]:
    """The same in a child, which may crash: that input counts as crashed, and the rest follows."""
    found: Any = multiprocessing.Array("q", len(KINDS))
    reached = multiprocessing.Value("q", first)
    while reached.value < first + count:
        arguments = (name, reached.value, first + count - reached.value, found, reached)
        child = multiprocessing.Process(target=_work, args=arguments)
        child.start()
        child.join()
        if child.exitcode:
            told = f"crashed: exit code {child.exitcode}\n"
            _keep(FOLDER / "bugs" / f"{name}-{reached.value}", b"", told)
            found[KINDS.index("crashed")] += 1
            reached.value += 1
    return Counter(dict(zip(KINDS, found, strict=True)))


def main(names: list[str], inputs: int, seconds: float) -> bool:
    """Feed the readers in turn until each has had so many inputs; whether there was no bug."""
    results = FOLDER / "results.json"
    state: dict[str, dict[str, int]] = {}
    if results.is_file():
        state = json.loads(results.read_text(encoding="utf-8"))
    end = time.monotonic() + seconds
    while waiting := [n for n in names if sum(state.get(n, {}).values()) < inputs]:
        for name in waiting:
            if time.monotonic() > end:
                break
            done = Counter(state.get(name, {}))
            first = sum(done.values())
            begun = time.monotonic()
            batch = min(BATCH if first else 200, inputs - first)
            done.update(run_batch(name, first, batch))
            state[name] = {kind: done[kind] for kind in KINDS}
            FOLDER.mkdir(parents=True, exist_ok=True)
            results.write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
            rate = batch / (time.monotonic() - begun)
            sys.stdout.write(f"{name}: {dict(+done)}, {rate:.0f} a second\n")
            sys.stdout.flush()
        else:
            continue
        break
    sys.stdout.write(show(state))
    return not any(state[name][bug] for name in state for bug in BUGS)


def show(state: dict[str, dict[str, int]]) -> str:
    """The counts as a Markdown table."""
    lines = ["| reader | inputs | " + " | ".join(KINDS) + " |", "|---|" + "---|" * (len(KINDS) + 1)]
    total: Counter[str] = Counter()
    for name, counts in sorted(state.items()):
        total.update(counts)
        lines.append(_row(name, counts))
    return "\n".join([*lines, _row("**sum**", total)]) + "\n"


def _row(name: str, counts: dict[str, int]) -> str:
    numbers = [sum(counts.values()), *(counts[kind] for kind in KINDS)]
    return f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + " |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--inputs", type=int, default=10_000, help="of each reader, in all runs")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of this run, at most")
    asked = parser.parse_args()
    if unknown := set(asked.readers) - set(READERS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; allowed: {', '.join(READERS)}")
    sys.exit(0 if main(asked.readers or list(READERS), asked.inputs, asked.seconds) else 1)
