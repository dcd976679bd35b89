"""Keeps finished chunks in work/infer/<fingerprint>, so that an interrupted run can continue.

The fingerprint covers everything that the logits depend on, including the code of this folder, so a
run never uses chunks of a different run. The folder is not an out, because DVC deletes outs before
a run. It stays after the run: a second run waits for the lock and finds the chunks of the first.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from .. import kept
from ..core import lock, paths
from ..core.arrays import IMAGENET_CLASSES, Logits

FOLDER = paths.WORK / "infer"
LOCK = "lock"
KEPT = 4  # the latest folders stay: 20 MB each for 5,000 images, 240 MB for 60,000


def fingerprint(identity: dict[str, Any]) -> str:
    """SHA-256, in hex, of everything that the logits depend on, with the code that computes."""
    return kept.fingerprint(identity, kept.hash_code(("infer", "preprocess", "synthetic")))


@contextmanager
def claim_folder(name: str) -> Iterator[Path]:
    """Lock the folder of one fingerprint for this process; others wait until the block ends.

    Afterwards all folders except the latest KEPT and those in use are deleted.
    """
    folder = FOLDER / name
    with lock.hold(folder / LOCK, "is computing the same logits"):
        yield folder
        _prune()


def _prune() -> None:
    locks = sorted(FOLDER.glob(f"*/{LOCK}"), key=lambda path: path.stat().st_mtime_ns)
    for path in locks[:-KEPT]:
        if lock.is_free(path):
            shutil.rmtree(path.parent)


def write_chunk(path: Path, logits: Logits) -> None:
    """Write the numbers with their SHA-256: a half-written file is noticed."""
    kept.write(path, np.ascontiguousarray(logits).tobytes())


def read_chunk(path: Path, rows: int) -> Logits | None:
    """Logits (rows, 1000), or None where the chunk is missing, cut off or damaged."""
    data = kept.read(path)
    if data is None or len(data) != rows * IMAGENET_CLASSES * 4:
        return None
    return np.frombuffer(data, dtype=np.float32).reshape(rows, IMAGENET_CLASSES)
