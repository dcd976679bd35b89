"""Computes all images of both splits, chunk by chunk; finished chunks are not computed again."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from ..core import paths
from ..core.arrays import IMAGENET_CLASSES, Logits
from ..core.errors import DataError
from ..preprocess.pictures import Pictures
from . import progress, work
from .classifier import Compute


class Chunk(NamedTuple):
    """Images that are computed and saved together, from start to stop."""

    split: paths.Split
    start: int
    stop: int

    @property
    def images(self) -> slice:
        return slice(self.start, self.stop)


def compute_all(
    name: str, pictures: Pictures, chunk: int, folder: Path, prepare: Callable[[], Compute]
) -> dict[paths.Split, Logits]:
    """Logits float32 (N, 1000) of each split; `folder` keeps finished chunks.

    name: of this run in the log. `prepare` builds the network; it is called only if some chunk is
    missing. The network is deleted before this returns, so that its memory is free for writing the
    logits. DataError if a logit is not finite.
    """
    logits = {split: _empty(pictures.count(split)) for split in get_args(paths.Split)}
    missing = [
        part
        for split, rows in logits.items()
        for part in _cut(split, len(rows), chunk)
        if not _restore(folder, part, rows[part.images])
    ]
    total = sum(map(len, logits.values()))
    left = sum(part.stop - part.start for part in missing)
    if left < total:
        logging.info(f"{name}: {total - left:,} of {total:,} images were finished before.")
    if missing:
        run, started = prepare(), time.monotonic()
        with progress.show_progress(name, total, total - left) as done:
            _compute(pictures, missing, run, done, folder, logits)
        seconds = time.monotonic() - started
        logging.info(f"{name}: {left:,} images in {seconds:.0f} s, {left / seconds:.1f} a second.")
    return logits


def _compute(
    pictures: Pictures,
    missing: Sequence[Chunk],
    run: Compute,
    done: progress.Done,
    folder: Path,
    logits: dict[paths.Split, Logits],
) -> None:
    """Fill the rows of the missing chunks, and save each in `folder`."""
    for part in missing:
        computed = run(pictures.read(part.split, part.images), done)
        _check_finite(computed, part)
        work.write_chunk(_path(folder, part), computed)
        logits[part.split][part.images] = computed


def _empty(count: int) -> Logits:
    return np.empty((count, IMAGENET_CLASSES), dtype=np.float32)


def _cut(split: paths.Split, count: int, chunk: int) -> list[Chunk]:
    return [Chunk(split, start, min(start + chunk, count)) for start in range(0, count, chunk)]


def _path(folder: Path, part: Chunk) -> Path:
    return folder / f"{part.split}-{part.start:06d}.chunk"


def _restore(folder: Path, part: Chunk, rows: Logits) -> bool:
    """Fill `rows` from a finished chunk; False if there is none, so it must be computed."""
    saved = work.read_chunk(_path(folder, part), len(rows))
    if saved is not None:
        rows[:] = saved
    return saved is not None


def _check_finite(logits: Logits, part: Chunk) -> None:
    bad = np.flatnonzero(~np.isfinite(logits).all(axis=1))
    if bad.size:
        raise DataError(
            f"the network's logits of {part.split} image {part.start + bad[0]} are not finite. "
            "Set infer.precision to float32 in params.yaml; if it is, the weights are damaged: "
            "dvc repro -f -s weights"
        )
