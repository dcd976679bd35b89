"""Computes chunks in this process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from . import chunks, provenance, stream
from .chunks import Chunk
from .hardware import Choice
from .progress import Done
from .task import Task


class Local:
    """The engine that needs nothing else; hardware: of this machine."""

    def __init__(self, task: Task, choice: Choice) -> None:
        self.task = task
        self.choice = choice
        self.hardware = provenance.of_hardware(choice)

    def prepare(self) -> Callable[[Sequence[Chunk], Path, Done], None]:
        """Build the network. What is returned raises DataError if a logit is not finite."""
        pictures, run = self.task.pictures, self.task.prepare(self.choice)

        def compute(parts: Sequence[Chunk], folder: Path, done: Done) -> None:
            blocks = (pictures.read(part.split, part.images) for part in parts)
            for part, logits in zip(parts, stream.compute_blocks(run, blocks, done), strict=True):
                chunks.save(folder, part, logits)

        return compute
