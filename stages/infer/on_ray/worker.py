"""A worker: computes the chunks that the driver names, on its share of a machine."""

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ...core import refusals
from ...core.errors import DataError, StageError
from .. import chunks, provenance
from ..chunks import Chunk
from ..classifier import Compute
from ..task import Task

Result = TypeVar("Result")


class Worker:
    """An actor of Ray. threads: its share of the processor.

    Errors that a person can act on are returned: Ray would wrap what is raised in a class of its
    own, with many lines of text.
    """

    def __init__(self, task: Task, threads: int) -> None:
        self.task = task
        self.threads = threads
        self.run: Compute | None = None

    def begin(self, checkout: Path, token: Path) -> dict[str, Any] | StageError:
        """Enter the checkout and choose the device; returns this machine's hardware.

        token: a file that the driver has just written. DataError if it is not seen from here.
        """
        return _answer(lambda: self._begin(checkout, token))

    def compute(self, part: Chunk, folder: Path) -> StageError | None:
        """Compute one chunk and keep it in `folder`; the network is built for the first one."""
        return _answer(lambda: self._compute(part, folder))

    def _begin(self, checkout: Path, token: Path) -> dict[str, Any]:
        # Ray adds the folder of the driver's script, where modules have names that others may have
        scripts = Path(__file__).parents[1]
        sys.path[:] = [entry for entry in sys.path if Path(entry) != scripts]
        try:
            os.chdir(checkout)
            seen = token.is_file()
        except OSError:
            seen = False
        if not seen:
            raise DataError(
                f"the machine {platform.node()} does not see {checkout / token}, which this run "
                f"has just written. Every machine of the cluster must have {checkout} under this "
                "path, on a disk that they share: docs/scale.md."
            )
        return provenance.of_hardware(self.task.choose())

    def _compute(self, part: Chunk, folder: Path) -> None:
        if self.run is None:
            self.run = self.task.prepare(self.task.choose(), self.threads)
        images = self.task.pictures.read(part.split, part.images)
        chunks.save(folder, part, self.run(images, lambda _: None))


def _answer(action: Callable[[], Result]) -> Result | StageError:
    """What the action returns, or the error that a person can act on."""
    try:
        return action()
    except StageError as error:
        return error
    except Exception as error:
        advice = refusals.explain(error)
        if advice is None:
            raise  # a bug of ours: the driver reports it
        return StageError(f"on the machine {platform.node()}: {advice}")
