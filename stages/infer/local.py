"""Computes chunks in this process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from . import chunks, provenance
from .chunks import Chunk
from .progress import Done
from .task import Task


class Local:
    """The engine that needs nothing else; hardware: of this machine."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.choice = task.choose()
        self.hardware = provenance.of_hardware(self.choice)

    def prepare(self) -> Callable[[Sequence[Chunk], Path, Done], None]:
        """Build the network. What is returned raises DataError if a logit is not finite."""
        pictures, run = self.task.pictures, self.task.prepare(self.choice)

        def compute(parts: Sequence[Chunk], folder: Path, done: Done) -> None:
            for part in parts:
                chunks.save(folder, part, run(pictures.read(part.split, part.images), done))

        return compute
