"""The checkout in the current folder, in which everything has run, and its stages in forks.

A fork has all imports behind it: a fault at a random moment meets the work itself, and hundreds of
trials take minutes. Its stage goes through the same front door as that of a process of its own.
"""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from stages.core import checksums, front_door, params, workshop

OUTS = ("data", "metrics", "plots", "report")
BY_BACKBONE = ("weights", "infer", "map", "evaluate")
# `study` is missing: on the tiny input its results are made up
ROOMS = (
    *("download", "weights", "preprocess", "infer", "map", "evaluate"),
    *("report", "sensitivity", "questions", "gallery"),
)
REPRO = ("dvc", "repro", "report", "gallery", "questions")


@dataclass(frozen=True)
class Ended:
    """How a process ended; a negative code is the signal that ended it."""

    code: int
    text: str  # both streams

    @property
    def is_bug(self) -> bool:
        return "Traceback (most recent" in self.text or "bug of ours" in self.text


@dataclass(frozen=True)
class Running:
    """A process that leads a group of its own."""

    pid: int
    output: Path

    def send(self, number: int, group: bool = False) -> None:
        """Send a signal; to a process that has ended and waits for `finish`, it does nothing."""
        (os.killpg if group else os.kill)(self.pid, number)

    def finish(self) -> Ended:
        _, status = os.waitpid(self.pid, 0)
        text = self.output.read_text("utf-8", "replace")
        self.output.unlink()
        return Ended(os.waitstatus_to_exitcode(status), text)


def arguments(room: str) -> tuple[str, ...]:
    """What the command of a stage is given."""
    return (params.load_backbones()[0],) if room in BY_BACKBONE else ()


def name_in_dvc(room: str) -> str:
    return "@".join((room, *arguments(room)))


def preload(rooms: tuple[str, ...] = ROOMS) -> None:
    """Import the stages, so that forks have them."""
    for room in rooms:
        importlib.import_module(f"stages.{room}.stage")


def start_fork(room: str, before: Callable[[], None] = lambda: None) -> Running:
    """Start a stage in a fork. before: called there first."""
    words = arguments(room)
    output = _new_output()
    pid = os.fork()
    if pid:
        return Running(pid, output)
    code = 70
    try:
        os.setsid()
        with output.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        sys.argv = [f"stages.{room}", *words]
        before()
        front_door.run_stage(room, *("backbone" for _ in words))
        code = 0
    except SystemExit as ended:
        if isinstance(ended.code, str):  # as Python itself does at the end of a command
            os.write(2, f"{ended.code}\n".encode())
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stderr.flush()
        os._exit(code)


def start_command(*words: str, **environment: str) -> Running:
    """Start a process as from a terminal."""
    output = _new_output()
    with output.open("wb") as file:
        process = subprocess.Popen(
            words,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    process.returncode = 0  # `finish` waits for it, Popen need not
    return Running(process.pid, output)


def run_fork(room: str) -> Ended:
    return start_fork(room).finish()


def run_command(*words: str, **environment: str) -> Ended:
    return start_command(*words, **environment).finish()


def mend_lock(end: Ended, *words: str) -> tuple[Ended, str]:
    """How a command of DVC ended after another DVC was killed, and a note of what it met.

    DVC writes dvc.lock and its rwlock in their places. Where it was killed while it did,
    docs/trouble.md says what to type.
    """
    if end.code and "dvc.lock' " in end.text:
        subprocess.run(["git", "checkout", "-q", "dvc.lock"], check=True)
        return run_command(*words), "dvc.lock was half-written: git checkout"
    if end.code and "read RWLock-file" in end.text:
        Path(".dvc/tmp/rwlock").unlink()
        return run_command(*words), "rwlock was half-written: rm"
    return end, ""


def _new_output() -> Path:
    descriptor, name = tempfile.mkstemp(prefix="faults-")
    os.close(descriptor)
    return Path(name)


def measure_seconds(rooms: tuple[str, ...]) -> dict[str, float]:
    """How long each stage takes in a fork, which is also the first undisturbed run."""
    found = {}
    for room in rooms:
        begun = time.monotonic()
        ended = run_fork(room)
        assert ended.code == 0, f"{room} ended with {ended.code}:\n{ended.text}"
        found[room] = time.monotonic() - begun
    return found


def snapshot() -> dict[str, str]:
    """SHA-256 of every file of the outs, by path, and the content of dvc.lock in any order."""
    files = [path for top in OUTS for path in Path(top).rglob("*") if path.is_file()]
    found = {str(path): checksums.sha256(path) for path in files if not workshop.is_inside(path)}
    try:
        lock = yaml.safe_load(Path("dvc.lock").read_text("utf-8"))
    except (FileNotFoundError, yaml.YAMLError) as error:
        lock = type(error).__name__
    return found | {"dvc.lock": json.dumps(lock, sort_keys=True)}


def leftovers() -> list[Path]:
    """What killed or failed stages left beside their outs."""
    return [p for top in OUTS for p in Path(top).rglob(f".*{workshop.ENDING}")]


@contextmanager
def kept_state() -> Iterator[dict[str, str]]:
    """The snapshot of the outs, which a trial brings back with `restore`."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        for name in OUTS:
            shutil.copytree(name, Path(folder, name))
        if Path("dvc.lock").is_file():
            shutil.copy2("dvc.lock", folder)
        os.environ["FAULTS_KEPT"] = folder
        yield snapshot()


def restore() -> None:
    """Bring the outs of `kept_state` back after a trial that went wrong."""
    kept = Path(os.environ["FAULTS_KEPT"])
    for name in OUTS:
        shutil.rmtree(name)
        shutil.copytree(kept / name, name)
    if (kept / "dvc.lock").is_file():
        shutil.copy2(kept / "dvc.lock", "dvc.lock")


def differences(wanted: dict[str, str]) -> list[str]:
    """Files that are missing, new or changed."""
    found = snapshot()
    return sorted(n for n in wanted.keys() | found.keys() if wanted.get(n) != found.get(n))


KILL = signal.SIGKILL
