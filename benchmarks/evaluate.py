"""How long `python -m stages.evaluate` takes: quick input, and CIFAR-10 in full with 25 strategies.

Run: python -m benchmarks.evaluate (a minute; needs data/scores, data/logits and data/labels:
`dvc pull`). The full size is made of the quick input's scores, repeated with a little noise, so
that no two images have the same confidence. Prints Markdown.
"""

import os
import shutil
from dataclasses import replace
from typing import NamedTuple, get_args

import numpy as np

from benchmarks.workplace import FULL, ROOT, checkout, run_stage
from stages.core import arrays, files, params, paths
from stages.core.arrays import Scores
from stages.evaluate.params import EvaluateSection

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
    resamples = params.load_section("evaluate", EvaluateSection).resamples
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start; {resamples:,} resamples\n")
    print("| test images | strategies | seconds | at most | peak memory, GB |")
    print("| --: | --: | --: | --: | --: |")
    for size in (quick, full):
        print(
            f"| {size.images:,} | {size.strategies} | {size.seconds:.1f} | {size.limit} "
            f"| {size.gigabytes:.2f} |"
        )


def copy_quick(backbone: str) -> None:
    """All that `evaluate` reads."""
    for path in (paths.scores(backbone), paths.mappings(backbone), paths.logits(backbone)):
        shutil.copytree(ROOT / path, path)
    shutil.copytree(ROOT / paths.LABELS, paths.LABELS)


def enlarge(backbone: str) -> None:
    """The input of the working folder as if it were CIFAR-10 in full, with more strategies."""
    for scored in get_args(paths.Scored):
        split = SPLITS[scored]
        images = FULL[split]
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
        files.write_sums(paths.labels(split))
    files.write_sums(paths.logits(backbone))
    files.write_sums(paths.scores(backbone))


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
    cost = run_stage("evaluate", backbone)
    strategies = len(list((paths.scores(backbone) / "test").glob("*.npz")))
    return Size(len(np.load(paths.labels("test"))), strategies, *cost, limit)


if __name__ == "__main__":
    main()
