"""Cuts all splits into chunks, finds those that are missing, and reads them in order."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from ..core import paths
from ..core.arrays import Logits
from ..core.errors import DataError
from ..preprocess.pictures import Pictures
from . import work


class Chunk(NamedTuple):
    """Images that are computed and saved together, from start to stop."""

    split: paths.Shown
    start: int
    stop: int

    @property
    def images(self) -> slice:
        return slice(self.start, self.stop)


def cut_splits(pictures: Pictures, size: int) -> list[Chunk]:
    """Chunks of `size` images, split by split, in order; the last one of a split may be smaller."""
    return [
        Chunk(split, start, min(start + size, count))
        for split in get_args(paths.Shown)
        for count in [pictures.count(split)]
        for start in range(0, count, size)
    ]


def count_images(parts: Sequence[Chunk]) -> int:
    """The number of images in some chunks."""
    return sum(part.stop - part.start for part in parts)


def find_missing(folder: Path, parts: Sequence[Chunk]) -> list[Chunk]:
    """The chunks that `folder` does not hold whole, so they must be computed."""
    return [part for part in parts if _read(folder, part) is None]


def read_blocks(folder: Path, parts: Sequence[Chunk]) -> Iterator[Logits]:
    """Logits float32 (n, 1000) of finished chunks, one after the other."""
    for part in parts:
        block = _read(folder, part)
        if block is None:
            raise DataError(f"{_path(folder, part)} was lost during the run. Run: dvc repro infer")
        yield block


def save(folder: Path, part: Chunk, logits: Logits) -> None:
    """Keep the logits of a chunk; DataError if one of them is not finite."""
    bad = np.flatnonzero(~np.isfinite(logits).all(axis=1))
    if bad.size:
        raise DataError(
            f"the network's logits of {part.split} image {part.start + bad[0]} are not finite. "
            "Set infer.precision to float32 in params.yaml; if it is, the weights are damaged: "
            "dvc repro -f -s weights"
        )
    work.write_chunk(_path(folder, part), logits)


def _read(folder: Path, part: Chunk) -> Logits | None:
    return work.read_chunk(_path(folder, part), part.stop - part.start)


def _path(folder: Path, part: Chunk) -> Path:
    return folder / f"{part.split}-{part.start:06d}.chunk"
