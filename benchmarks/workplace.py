"""A folder to measure in, and a stage run there as a process of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stages.core import paths

ROOT = Path(__file__).parents[1]
FULL: dict[paths.Split, int] = {"train": 50_000, "test": 10_000}  # CIFAR-10's own sizes


class Cost(NamedTuple):
    """What a process took, from its start to its end."""

    seconds: float
    gigabytes: float  # peak resident memory


@contextlib.contextmanager
def checkout(beside: Path = paths.WORK) -> Iterator[None]:
    """A temporary folder to work in, with the code and the parameters of this one."""
    beside.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside) as folder, contextlib.chdir(folder):
        shutil.copy(ROOT / paths.PARAMS, paths.PARAMS)
        Path("stages").symlink_to(ROOT / "stages")
        Path(".dvc").mkdir()  # the root of a checkout, and not a folder below one
        yield


def run_stage(room: str, backbone: str) -> Cost:
    """Run `python -m stages.ROOM BACKBONE` once."""
    return run_python("-m", f"stages.{room}", backbone)


def run_python(*words: str) -> Cost:
    """Run Python with these words once, the project within reach.

    A child's peak memory counts that of its parent at the start: measure while that is small.
    """
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, *words], env=environment)  # noqa: S603 (our own modules)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    unit = 1 if sys.platform == "darwin" else 2**10
    return Cost(seconds, usage.ru_maxrss * unit / 2**30)
