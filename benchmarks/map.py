"""How long `python -m stages.map` takes with every strategy: quick input, and CIFAR-10 in full.

Run: python -m benchmarks.map (minutes; needs data/logits and data/labels: `dvc pull`). The full
size is made of the quick input's logits, repeated with a little noise, so that no two images are
the same. Prints Markdown.
"""

import os
import shutil
from collections.abc import Mapping

import numpy as np

from benchmarks.workplace import FULL, ROOT, checkout, run_stage
from stages.core import arrays, files, params, paths

NOISE = 0.05  # deviation added to each logit; hardly changes a top-1 class
LIMITS = {"quick": 15, "full": 180}  # seconds, the project's own


def main() -> None:
    """Measure both sizes, each in a process of its own; print a table."""
    backbone = params.load_backbones()[0]
    load = os.getloadavg()[0]
    with checkout():
        shutil.copytree(ROOT / paths.logits(backbone), paths.logits(backbone))
        shutil.copytree(ROOT / paths.LABELS, paths.LABELS)
        costs = {"quick": run_stage("map", backbone)}
        enlarge(backbone)
        costs["full"] = run_stage("map", backbone)
        strategies = len(list((paths.scores(backbone) / "test").glob("*.npz")))
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start; {strategies} strategies\n")
    print("| input | seconds | at most | peak memory, GB |")
    print("| --- | --: | --: | --: |")
    for size, cost in costs.items():
        print(f"| {size} | {cost.seconds:.1f} | {LIMITS[size]} | {cost.gigabytes:.2f} |")


def enlarge(backbone: str, sizes: Mapping[paths.Split, int] = FULL) -> None:
    """The logits and labels of the working folder as if they were CIFAR-10's in full."""
    for split, images in sizes.items():
        np.save(paths.labels(split), np.resize(np.load(paths.labels(split)), images))
        logits = np.resize(arrays.read_logits(backbone, split), (images, arrays.IMAGENET_CLASSES))
        noise = np.random.default_rng(0).standard_normal(logits.shape, dtype=np.float32)
        path = paths.logits(backbone) / f"{split}.safetensors"
        made_by = arrays.read_provenance(backbone, split)
        arrays.write_logits(path, logits + NOISE * noise, made_by)
        files.write_sums(paths.labels(split))
    files.write_sums(paths.logits(backbone))


if __name__ == "__main__":
    main()
