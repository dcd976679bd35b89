"""Resizes from file to file in chunks, so that memory does not grow with the number of images."""

import math
import shutil
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from tqdm import tqdm

from ..core.arrays import read_images
from ..core.errors import DataError
from .recipe import Resizing
from .resize import resize

CHUNK = 256  # images in memory at the same time: 39 MB at 224 pixels


def write_tensors(source: Path, target: Path, chosen: Resizing) -> None:
    """Resize all images of `source` into `target`, both .npy; target's folder must exist."""
    count = len(read_images(source))
    shape = (count, chosen.size, chosen.size, 3)
    _check_space(target, math.prod(shape))
    open_memmap(target, mode="w+", dtype=np.uint8, shape=shape)
    with tqdm(total=count, unit="image", desc=f"preprocess {source.stem}", disable=None) as bar:
        for start in range(0, count, CHUNK):
            bar.update(_write_chunk(source, target, start, chosen))


def _write_chunk(source: Path, target: Path, start: int, chosen: Resizing) -> int:
    """Resize one chunk and return its length.

    Both memory maps are closed after the call: the pages of an open map count as resident memory.
    """
    images = read_images(source)[start : start + CHUNK]
    tensors = open_memmap(target, mode="r+")
    tensors[start : start + CHUNK] = resize(images, chosen)
    return len(images)


def _check_space(target: Path, needed: int) -> None:
    """DataError if the disk is too small; a full disk would kill the process without a message."""
    free = shutil.disk_usage(target.parent).free
    if needed > free:
        raise DataError(
            f"{target.name} of data/tensors needs {needed / 1e6:,.1f} MB and the disk has "
            f"{free / 1e6:,.1f}. Make room, or choose a smaller preprocess.size in params.yaml."
        )
