"""Computes chunks in this process."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ..preprocess.pictures import Pictures
from . import chunks, progress, stream
from .chunks import Chunk
from .classifier import Compute


def compute_chunks(
    name: str,
    pictures: Pictures,
    parts: Sequence[Chunk],
    folder: Path,
    prepare: Callable[[], Compute],
) -> None:
    """Compute the logits of the chunks that `folder` lacks, and keep each there.

    name: of this run in the log. `prepare` builds the network; it is called only if some chunk is
    missing. The network is deleted before this returns, so that its memory is free for writing the
    logits. DataError if a logit is not finite.
    """
    missing = chunks.find_missing(folder, parts)
    total, left = chunks.count_images(parts), chunks.count_images(missing)
    if left < total:
        logging.info(f"{name}: {total - left:,} of {total:,} images were finished before.")
    if missing:
        run, started = prepare(), time.monotonic()
        with progress.show_progress(name, total, total - left) as done:
            blocks = (pictures.read(part.split, part.images) for part in missing)
            for part, logits in zip(missing, stream.compute_blocks(run, blocks, done), strict=True):
                chunks.save(folder, part, logits)
        seconds = time.monotonic() - started
        logging.info(f"{name}: {left:,} images in {seconds:.0f} s, {left / seconds:.1f} a second.")
