"""A folder to measure in, and a stage run there as a process of its own."""

import contextlib
import os
import resource
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
    """Run `python -m stages.ROOM BACKBONE` once.

    The memory is that of the largest child so far: measure sizes in ascending order.
    """
    start = time.perf_counter()
    words = [sys.executable, "-m", f"stages.{room}", backbone]
    subprocess.run(words, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)  # noqa: S603 (our own module)
    seconds = time.perf_counter() - start
    return Cost(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20)
