"""Peak memory and time where there are many logits: infer's last step, `map` and `evaluate`.

Run: python -m benchmarks.memory (an hour, 16 GB of disk in the folder for temporary files; needs
data/logits, data/scores and data/labels: `dvc pull`); --images and --fits choose what is measured.
Logits and scores are those of the quick input, tiled. Each measurement is a process of its own, and
the memory is the highest that it ever had, as the system counts it. Prints Markdown.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from benchmarks.workplace import ROOT, Cost, checkout
from stages import kept
from stages.core import arrays, files, params, paths, shards
from stages.core.arrays import IMAGENET_CLASSES, Logits

IMAGES = (60_000, 300_000, 1_300_000)
CHUNK = 5_000  # images in a finished chunk of `infer`
CHUNKS = paths.WORK / "chunks"
BLOCKWISE = (
    "wordnet_mean",
    "standardise",
    "frequency",
    "bayesian",
    "prototype",
)  # no iterative fit
FITS = ("lda", "self_train", "linear_probe")  # measured one by one, for the first two sizes
EVALUATED = ("standardise", "frequency")  # without and with probabilities


def main() -> None:
    """Measure each size; print a row for each measurement as soon as it is there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", type=int, nargs="+", default=IMAGES)
    parser.add_argument("--fits", nargs="*", default=FITS)
    parser.add_argument("--assemble", type=int, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.assemble:
        assemble(words.assemble)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start\n")
    print("| what | logits | seconds | peak memory, GB |\n| --- | --: | --: | --: |")
    for images in words.images:
        fits = words.fits if images < IMAGES[-1] else ()
        for what, cost in measure(images, fits):
            row = f"| {what} | {images:,} | {cost.seconds:.0f} | {cost.gigabytes:.2f} |"
            print(row, flush=True)


def measure(images: int, fits: Sequence[str]) -> Iterator[tuple[str, Cost]]:
    """All measurements of one size, in a folder that is deleted afterwards."""
    backbone = params.load_backbones()[0]
    with checkout(Path(tempfile.gettempdir())):
        prepare(backbone, images)
        yield "infer: assembling", run("benchmarks.memory", "--assemble", str(images))
        shutil.rmtree(CHUNKS)
        files.write_sums(paths.logits(backbone))
        for names in (BLOCKWISE, *((name,) for name in fits)):
            choose(names)
            yield f"map: {', '.join(names)}", run("stages.map", backbone)
        swap(backbone, images)
        yield f"evaluate: {', '.join(EVALUATED)}", run("stages.evaluate", backbone)


def prepare(backbone: str, images: int) -> None:
    """Finished chunks of training images, and their labels; test images as in the quick input."""
    for folder in (paths.LABELS, paths.logits(backbone)):
        shutil.copytree(ROOT / folder, folder)
    path = paths.logits(backbone) / "train.safetensors"
    logits = np.asarray(arrays.read_logits(backbone, "train"))
    files.write_json(paths.WORK / "provenance.json", arrays.read_provenance(backbone, "train"))
    for start in range(0, images, CHUNK):
        rows = np.arange(start, min(start + CHUNK, images)) % len(logits)
        kept.write(CHUNKS / f"{start:09d}.chunk", logits[rows].tobytes())
    path.unlink()
    tile_labels("train", images)


def tile_labels(split: paths.Split, images: int) -> None:
    """The labels of the quick input, again and again."""
    np.save(paths.labels(split), np.resize(np.load(paths.labels(split)), images))
    sums = paths.labels(split).with_name(f"{split}.npy.sha256")
    sums.write_text(f"{files.sha256(paths.labels(split))}  {split}.npy\n", encoding="utf-8")


def assemble(images: int) -> None:
    """What `infer` does when all chunks are finished."""
    path = paths.logits(params.load_backbones()[0]) / "train.safetensors"
    provenance = files.read_map(paths.WORK / "provenance.json")
    shards.write(path, (images, IMAGENET_CLASSES), read_chunks(), provenance)


def read_chunks() -> Iterator[Logits]:
    """The finished chunks, in order."""
    for path in sorted(CHUNKS.iterdir()):
        data = kept.read(path) or b""
        yield np.frombuffer(data, np.float32).reshape(-1, IMAGENET_CLASSES)


def choose(names: Sequence[str]) -> None:
    """Let params.yaml name these strategies alone."""
    content = yaml.safe_load((ROOT / paths.PARAMS).read_text(encoding="utf-8"))
    listed = content["map"]["strategies"]
    content["map"]["strategies"] = {name: listed[name] for name in names}
    paths.PARAMS.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def swap(backbone: str, images: int) -> None:
    """The many images become the test images, and the quick input's training images dev."""
    for path in paths.logits(backbone).glob("train*.safetensors"):
        path.rename(path.with_name(path.name.replace("train", "test", 1)))
    quick = ROOT / paths.logits(backbone)
    for path in paths.logits(backbone).glob("test.safetensors"):
        if path.stat().st_size == (quick / path.name).stat().st_size:
            path.unlink()  # the quick input's own, beside shards
    shutil.copy(quick / "train.safetensors", paths.logits(backbone))
    shutil.copytree(ROOT / paths.LABELS, paths.LABELS, dirs_exist_ok=True)
    tile_labels("test", images)
    scores = paths.scores(backbone)
    shutil.rmtree(scores, ignore_errors=True)
    shutil.rmtree(paths.mappings(backbone), ignore_errors=True)
    paths.mappings(backbone).mkdir(parents=True)
    for name in EVALUATED:
        for path in (ROOT / paths.mappings(backbone)).glob(f"{name}.*"):
            shutil.copy(path, paths.mappings(backbone))
        (scores / "dev").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / scores / "dev" / f"{name}.npz", scores / "dev")
        found = arrays.read_scores(ROOT / scores / "test" / f"{name}.npz")
        noise = np.random.default_rng(0).uniform(1 - 1e-3, 1, (images, 1)).astype(np.float32)
        again = np.resize(found.scores, (images, len(found.targets))) * noise
        tiled = replace(found, scores=again, predictions=np.resize(found.predictions, images))
        arrays.write_scores(scores / "test" / f"{name}.npz", tiled)
    shutil.copy(ROOT / scores / paths.PROVENANCE, scores)
    for folder in (paths.logits(backbone), scores, paths.mappings(backbone)):
        files.write_sums(folder)


def run(module: str, *words: str) -> Cost:
    """Run a module to its end, and ask the system for the peak of this process alone."""
    start = time.perf_counter()
    command = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})  # noqa: S603 (our own module)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{module} ended with {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 2**20)


if __name__ == "__main__":
    main()
