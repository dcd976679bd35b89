"""Who computes the chunks that are missing: this process, or workers on many machines."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from . import batches, chunks, progress
from .chunks import Chunk
from .local import Local
from .progress import Done
from .task import Task

# Computes chunks and keeps each in the folder; it tells its third argument how many images are done
ComputeChunks = Callable[[Sequence[Chunk], Path, Done], None]


class Engine(Protocol):
    """hardware: what computes, for the provenance; it is known before anything is computed."""

    hardware: dict[str, Any]

    def prepare(self) -> ComputeChunks: ...


def use_engine(task: Task, compute: Callable[[Engine], None]) -> None:
    """Call `compute` with the engine that `infer.engine` names; ParamsError if it is not installed.

    Here it is called again, with fewer images at a time, where the memory of a GPU is too small.
    """
    if task.asked.engine == "local":
        batches.halve_until_it_fits(task.choose(), lambda chosen: compute(Local(task, chosen)))
        return
    from . import on_ray  # most environments do not have Ray

    with on_ray.start_crew(task) as crew:
        compute(crew)


def compute_missing(name: str, engine: Engine, parts: Sequence[Chunk], folder: Path) -> None:
    """Compute the chunks that `folder` lacks; no network is built if it holds all of them.

    name: of this run in the log. The network is deleted before this returns, so that its memory is
    free for writing the logits.
    """
    missing = chunks.find_missing(folder, parts)
    total, left = chunks.count_images(parts), chunks.count_images(missing)
    if left < total:
        logging.info(f"{name}: {total - left:,} of {total:,} images were finished before.")
    if missing:
        compute, started = engine.prepare(), time.monotonic()
        with progress.show_progress(name, total, total - left) as done:
            compute(missing, folder, done)
        seconds = time.monotonic() - started
        logging.info(f"{name}: {left:,} images in {seconds:.0f} s, {left / seconds:.1f} a second.")
