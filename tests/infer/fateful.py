"""Tasks whose workers die or hang where they meet a black picture; workers import this module."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from stages.core.arrays import Images, Logits
from stages.infer import stage
from stages.infer.classifier import Compute
from stages.infer.hardware import Choice
from stages.infer.task import Task

DEATHS = Path("deaths")  # a line for each, in the checkout


@dataclass(frozen=True)
class Deadly(Task):
    """Ends its worker as a lack of memory would, at most so many times."""

    times: int

    def prepare(self, choice: Choice, threads: int | None = None) -> Compute:
        run = super().prepare(choice, threads)

        def compute(images: Images, done: Callable[[int], object]) -> Logits:
            before = len(DEATHS.read_text().splitlines()) if DEATHS.exists() else 0
            if not images[0].any() and before < self.times:
                with DEATHS.open("a") as deaths:
                    deaths.write(f"{os.getpid()}\n")
                os.kill(os.getpid(), signal.SIGKILL)
            return run(images, done)

        return compute


@dataclass(frozen=True)
class Endless(Task):
    """Never computes the black picture, so that there is time to kill the driver."""

    def prepare(self, choice: Choice, threads: int | None = None) -> Compute:
        run = super().prepare(choice, threads)

        def compute(images: Images, done: Callable[[int], object]) -> Logits:
            if not images[0].any():
                time.sleep(3600)
            return run(images, done)

        return compute


if __name__ == "__main__":
    from tests.infer import fateful  # by this name the workers know it

    with patch.object(stage, "Task", fateful.Endless):
        stage.main(sys.argv[1])
