"""All images of one split, chunk by chunk: what is finished is not computed again."""

import logging
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np
from tqdm import tqdm

from stages.core import paths
from stages.core.arrays import IMAGENET_CLASSES, Logits, read_images
from stages.core.errors import DataError
from stages.infer import work
from stages.infer.classifier import Compute


def compute_all(
    chunk: int, folder: Path, prepare: Callable[[], Compute]
) -> dict[paths.Split, Logits]:
    """Logits of each split; both share one network, and where nothing is left to do none is built.

    The network is gone when this returns, so its memory serves for writing the logits.
    """
    built = cache(prepare)
    return {split: compute(split, chunk, folder, built) for split in get_args(paths.Split)}


def compute(split: paths.Split, chunk: int, folder: Path, prepare: Callable[[], Compute]) -> Logits:
    """Logits float32 (N, 1000) of data/tensors/<split>.npy; `folder` keeps the finished chunks.

    `prepare` is called only where something is left to compute. DataError where a logit is not
    finite.
    """
    tensors = paths.tensors(split)
    count = len(read_images(tensors))
    logits = np.empty((count, IMAGENET_CLASSES), dtype=np.float32)
    chunks = [slice(start, min(start + chunk, count)) for start in range(0, count, chunk)]
    missing = [part for part in chunks if not _restore(_path(folder, split, part), logits[part])]
    left = sum(part.stop - part.start for part in missing)
    if left < count:
        logging.info(f"{split}: {count - left:,} of {count:,} images were finished before.")
    if not missing:
        return logits
    run, started = prepare(), time.monotonic()
    with tqdm(total=count, initial=count - left, unit="image", desc=split, disable=None) as bar:
        for part in missing:
            # opened anew: the pages of a memory map that is held count as resident memory
            logits[part] = run(read_images(tensors)[part], bar.update)
            _check_finite(logits[part], split, part)
            work.write_chunk(_path(folder, split, part), logits[part])
    seconds = time.monotonic() - started
    logging.info(f"{split}: {left:,} images in {seconds:.0f} s, {left / seconds:.1f} a second.")
    return logits


def _path(folder: Path, split: paths.Split, part: slice) -> Path:
    return folder / f"{split}-{part.start:06d}.chunk"


def _restore(path: Path, logits: Logits) -> bool:
    """Fill `logits` from a finished chunk; False where it has to be computed."""
    found = work.read_chunk(path, len(logits))
    if found is not None:
        logits[:] = found
    return found is not None


def _check_finite(logits: Logits, split: paths.Split, part: slice) -> None:
    bad = np.flatnonzero(~np.isfinite(logits).all(axis=1))
    if bad.size:
        raise DataError(
            f"the network's logits of {split} image {part.start + bad[0]} are not finite. "
            "Set infer.precision to float32 in params.yaml; if it is, the weights are damaged: "
            "dvc repro -f -s weights"
        )
