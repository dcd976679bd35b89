"""The same stage twice or three times at once, by a killed DVC or by hand."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.faults import ground
from tests.faults.tally import WISHED, Outcome, judge

# a shell that stays between DVC and the stage, which therefore does not notice that DVC is gone
SHELL = '#!/bin/sh\n/bin/sh "$@"\nexit $?\n'


def outlive_dvc(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """DVC is killed, its stage lives on, and a second `dvc repro` starts the same stage."""
    with ground.kept_state() as wanted, tempfile.TemporaryDirectory() as folder:
        shell = Path(folder, "shell")
        shell.write_text(SHELL, encoding="utf-8")
        shell.chmod(0o755)
        for number in range(trials):
            room = rooms[number % len(rooms)]
            command = ("dvc", "repro", "-f", "-s", ground.name_in_dvc(room))
            first = ground.start_command(*command, SHELL=str(shell))
            while "Running stage" not in first.output.read_text("utf-8"):
                time.sleep(0.01)
            moment = 0.2 * (number // len(rooms)) + chance.uniform(0, 0.2)
            time.sleep(moment)
            first.send(ground.KILL)
            first.finish()  # or it would still be a process, and DVC would wait for it
            with _frozen(first.pid):
                second = ground.start_command(*command, SHELL=str(shell))
                _wait_for_word(second)
            end = second.finish()
            _wait_for_group(first.pid)
            note = _waited([end])
            end, lock = ground.mend_lock(end, *command)
            trial = f"{room}: DVC killed {moment:.1f} s after its stage began"
            outcome = judge(wanted, trial, [end])
            yield replace(outcome, note=lock or note)
            if outcome.name != WISHED:
                ground.restore()


@contextmanager
def _frozen(group: int) -> Iterator[None]:
    """An orphan that does nothing for a time: it is met in the midst of its work."""
    with suppress(ProcessLookupError):  # it had ended
        os.killpg(group, signal.SIGSTOP)
    yield
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGCONT)


def _wait_for_word(run: ground.Running) -> None:
    """Wait until a command says that it waits, or ends."""
    while "waiting for it" not in run.output.read_text("utf-8"):
        if os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            return
        time.sleep(0.05)


def _wait_for_group(group: int) -> None:
    """Wait until no orphan of a dead process is left."""
    while any(_group_of(path) == group for path in Path("/proc").glob("[0-9]*/stat")):
        time.sleep(0.05)


def _group_of(path: Path) -> int | None:
    """The process group of a living process."""
    try:
        state, _, group = path.read_text("utf-8").rpartition(")")[2].split()[:3]
    except OSError:
        return None
    return None if state == "Z" else int(group)


def _waited(ends: Sequence[ground.Ended]) -> str:
    return "one waited" if any("waiting for it" in end.text for end in ends) else "no overlap"


def start_at_once(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """Two, then three runs of the same stage: one after the other, and all end well."""
    with ground.kept_state() as wanted:
        usual = ground.measure_seconds(rooms)
        for number in range(trials):
            room, count = rooms[number % len(rooms)], 2 + number // len(rooms) % 2
            runs = []
            for _ in range(count):
                runs.append(ground.start_fork(room))
                time.sleep(chance.uniform(0, usual[room] / count))
            ends = [run.finish() for run in runs]
            outcome = judge(wanted, f"{room}, {count} at once", ends)
            yield replace(outcome, note=_waited(ends))
            if outcome.name != WISHED:
                ground.restore()
