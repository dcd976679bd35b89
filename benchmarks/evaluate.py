"""How long `python -m stages.evaluate` takes: quick input, and CIFAR-10 in full with 25 strategies.

Run: python -m benchmarks.evaluate (a minute; needs data/scores, data/logits and data/labels:
`dvc pull`). The full size is made of the quick input's scores, repeated with a little noise, so
that no two images have the same confidence. Prints Markdown.
"""

import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from stages.core import arrays, params, paths
from stages.core.arrays import Scores
from stages.evaluate.params import EvaluateParams

ROOT = Path(__file__).parents[1]
FULL: dict[paths.Scored, int] = {"dev": 50_000, "test": 10_000}
SPLITS: dict[paths.Scored, paths.Split] = {"dev": "train", "test": "test"}
STRATEGIES = 25
NOISE = 1e-3  # of a score: breaks ties, moves hardly a prediction


class Size(NamedTuple):
    """What is evaluated, and what it took; the limit is the project's own."""

    images: int
    strategies: int
    seconds: float
    gigabytes: float
    limit: int


def main() -> None:
    """Measure both sizes, each in a process of its own; print a table."""
    backbone = params.load_backbones()[0]
    load = os.getloadavg()[0]
    with checkout():
        copy_quick(backbone)
        quick = measure(backbone, limit=10)
        enlarge(backbone)
        full = measure(backbone, limit=30)
    resamples = params.load_section("evaluate", EvaluateParams).resamples
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start; {resamples:,} resamples\n")
    print("| test images | strategies | seconds | at most | peak memory, GB |")
    print("| --: | --: | --: | --: | --: |")
    for size in (quick, full):
        print(
            f"| {size.images:,} | {size.strategies} | {size.seconds:.1f} | {size.limit} "
            f"| {size.gigabytes:.2f} |"
        )


@contextlib.contextmanager
def checkout() -> Iterator[None]:
    """A temporary folder to work in, with the code and the parameters of this one."""
    paths.WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.WORK) as folder, contextlib.chdir(folder):
        shutil.copy(ROOT / paths.PARAMS, paths.PARAMS)
        Path("stages").symlink_to(ROOT / "stages")
        yield


def copy_quick(backbone: str) -> None:
    """All that `evaluate` reads."""
    for path in (paths.scores(backbone), paths.mappings(backbone), paths.logits(backbone)):
        shutil.copytree(ROOT / path, path)
    shutil.copytree(ROOT / paths.LABELS, paths.LABELS)


def enlarge(backbone: str) -> None:
    """The input of the working folder as if it were CIFAR-10 in full, with more strategies."""
    for scored in get_args(paths.Scored):
        split, images = SPLITS[scored], FULL[scored]
        labels = np.load(paths.labels(split))
        np.save(paths.labels(split), np.resize(labels, images))
        logits = np.resize(arrays.read_logits(backbone, split), (images, arrays.IMAGENET_CLASSES))
        path = paths.logits(backbone) / f"{split}.safetensors"
        arrays.write_logits(path, logits, arrays.read_provenance(backbone, split))
        found = sorted((paths.scores(backbone) / scored).glob("*.npz"))
        for number in range(max(STRATEGIES, len(found))):
            scores = tile(arrays.read_scores(found[number % len(found)]), images, number)
            name = found[number].name if number < len(found) else f"more_{number}.npz"
            arrays.write_scores(paths.scores(backbone) / scored / name, scores)


def tile(scores: Scores, images: int, seed: int) -> Scores:
    """The same strategy on more images, each score a little different."""
    noise = np.random.default_rng(seed).uniform(1 - NOISE, 1, (images, len(scores.targets)))
    return replace(
        scores,
        scores=np.resize(scores.scores, noise.shape) * noise.astype(np.float32),
        predictions=np.resize(scores.predictions, images),
    )


def measure(backbone: str, limit: int) -> Size:
    """Run the stage once."""
    start = time.perf_counter()
    words = [sys.executable, "-m", "stages.evaluate", backbone]
    subprocess.run(words, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)  # noqa: S603 (our own module)
    seconds = time.perf_counter() - start
    # the largest child so far; the sizes grow, so it is this one
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    strategies = len(list((paths.scores(backbone) / "test").glob("*.npz")))
    return Size(len(np.load(paths.labels("test"))), strategies, seconds, peak, limit)


if __name__ == "__main__":
    main()
