"""The notebook's loop against preprocess + infer, in one run: `python -m benchmarks.infer`.

Takes its images and weights from data/ where the pipeline has run, else downloads them (from
DATA_MIRROR first). Prints Markdown. Wants a quiet machine and some ten minutes.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import numpy as np

from benchmarks import openvino_app
from stages.core import files, params, paths
from stages.core.arrays import Images, Logits, read_images
from stages.infer.classifier import Classifier
from stages.infer.params import InferParams, Precision
from stages.preprocess.params import PreprocessParams
from stages.preprocess.recipe import Resizing

ROOT = Path(__file__).parents[1]
BACKBONE = "resnet50-pqf"
BATCH, WORKERS = 64, 2  # what a notebook has
MEMORY_COUNTS = (1_000, 5_000)


def main() -> None:
    """Measure memory, then speed; print three tables."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--images", type=int, default=300, help="images a measurement of speed")
    parser.add_argument("--repetitions", type=int, default=3, help="the median is printed")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with checkout() as images:
        # first, while this process is small: a child's peak counts that of its parent at the start
        memory = measure_memory(images)
        speeds = measure_speed(tile(images, asked.images), asked.repetitions)
        ratios = beside_openvino(asked.repetitions) if choice().backend == "openvino" else None
    print(describe_machine(load), end="\n\n")
    print_speeds(speeds, asked.images)
    print_memory(memory)
    if ratios:
        print("\n" + openvino_app.to_markdown(ratios))


@contextlib.contextmanager
def checkout() -> Iterator[Images]:
    """A temporary checkout with weights, to work in; yields the real test images."""
    paths.WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.WORK) as folder, contextlib.chdir(folder):
        shutil.copy(ROOT / paths.PARAMS, paths.PARAMS)
        for entries in ("datasets", "networks"):
            shutil.copytree(ROOT / entries, entries)
        for commands, source in (
            (["stages.download"], paths.IMAGES),
            (["stages.weights", BACKBONE], paths.weights(BACKBONE)),
        ):
            if (ROOT / source / paths.PROVENANCE).is_file():
                shutil.copytree(ROOT / source, source)
            else:
                run_module(*commands)
        yield np.array(read_images(paths.images("test")))


def run_module(*words: str) -> int:
    """Run one module in a process of its own; its peak resident memory in bytes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", *words], env=environment)  # noqa: S603 (our own modules)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"python -m {' '.join(words)} failed")
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def tile(images: Images, count: int) -> Images:
    """The first `count` images, from the start again where there are fewer."""
    return np.take(images, np.arange(count) % len(images), axis=0)


def measure_memory(images: Images) -> dict[str, list[int]]:
    """Peak bytes of both stages for each of MEMORY_COUNTS training images and one test image."""
    peaks: dict[str, list[int]] = {"preprocess": [], "infer": []}
    for count in MEMORY_COUNTS:
        np.save(paths.images("train"), tile(images, count))
        np.save(paths.images("test"), images[:1])
        peaks["preprocess"].append(run_module("stages.preprocess"))
        peaks["infer"].append(run_module("stages.infer", BACKBONE))
    return peaks


def measure_speed(images: Images, repetitions: int) -> dict[str, list[float]]:
    """Images a second of each way, in turn; the time to build and compile is not counted."""
    ways = {
        f"notebook: Pillow transforms, DataLoader ({BATCH}, {WORKERS} workers), eager": notebook(),
        "preprocess + infer, float32": ours("float32"),
        "preprocess + infer, bfloat16": ours("bfloat16"),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    first: dict[str, Logits] = {name: way(images[:BATCH]) for name, way in ways.items()}  # warm
    for _ in range(repetitions):
        for name, way in ways.items():
            started = time.perf_counter()
            way(images)
            found[name].append(len(images) / (time.perf_counter() - started))
    exact, same, _ = first.values()
    np.testing.assert_allclose(same, exact, atol=1e-3)  # both did the same work
    return found


def beside_openvino(repetitions: int) -> dict[Precision, openvino_app.Rates]:
    """The network alone, in both precisions, in turn with OpenVINO's own program."""
    from stages.infer.weights import load_network

    found, size = read_weights(), read_resizing().size
    model = Classifier(load_network(found, size), found.mean, found.std).eval()
    return {
        precision: openvino_app.measure_rates(model, size, precision, repetitions)
        for precision in get_args(Precision)
    }


def notebook() -> Callable[[Images], Logits]:
    """What a person writes first: transforms image by image, a loader, a loop."""
    import torch
    from torch.utils.data import DataLoader
    from torchvision import transforms

    from stages.infer.weights import load_network

    chosen, weights = read_resizing(), read_weights()
    recipe = transforms.Compose(
        [
            transforms.ToPILImage(),
            transforms.Resize((chosen.size, chosen.size)),
            transforms.ToTensor(),
            transforms.Normalize(weights.mean, weights.std),
        ]
    )
    network, device = load_network(weights, chosen.size), choice().device
    network.to(device)

    def loop(images: Images) -> Logits:
        pictures: Any = Transformed(images, recipe)
        loader = DataLoader(pictures, batch_size=BATCH, num_workers=WORKERS)
        with torch.inference_mode():
            return np.concatenate([network(batch.to(device)).cpu().numpy() for batch in loader])

    return loop


class Transformed:
    """A data set of torch: one transformed image an index."""

    def __init__(self, images: Images, recipe: Callable[[Images], Any]) -> None:
        self.images = images
        self.recipe = recipe

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Any:
        return self.recipe(self.images[index])


def ours(precision: Precision) -> Callable[[Images], Logits]:
    """Both stages from file to file, as the pipeline runs them."""
    from stages.infer import backends
    from stages.preprocess import tensors

    chosen = read_resizing()
    compute = backends.prepare_backbone(read_weights(), chosen.size, choice(), precision)
    source, target = Path("source.npy"), Path("target.npy")

    def both(images: Images) -> Logits:
        np.save(source, images)
        tensors.write_tensors(source, target, chosen)
        return compute(read_images(target), lambda count: None)

    return both


def read_weights() -> Any:
    from stages.infer.weights import check_weights

    return check_weights(BACKBONE, files.read_json(paths.weights(BACKBONE) / paths.PROVENANCE))


def read_resizing() -> Resizing:
    """How the network's pictures are resized."""
    from stages.infer import weights

    recipe = params.load_section("preprocess", PreprocessParams)
    return weights.read_resizing(BACKBONE).resolve(recipe)


def choice() -> Any:
    """Device and backend as the stage would choose them."""
    from stages.infer import hardware

    asked = params.load_section("infer", InferParams)
    return hardware.choose_hardware(
        asked, hardware.available_devices(), hardware.openvino_is_installed()
    )


def describe_machine(load: float) -> str:
    """Everything the figures depend on, in one line."""
    from stages.infer import hardware

    used = choice()
    versions = ", ".join(f"{name} {v}" for name, v in hardware.versions_of(used).items())
    return (
        f"{hardware.name_device(used.device)}, {os.cpu_count()} cores, {used.backend} on "
        f"{used.device}; {versions}; load average at the start {load:.1f}"
    )


def print_speeds(speeds: dict[str, list[float]], count: int) -> None:
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    slowest = next(iter(medians.values()))
    repetitions = len(next(iter(speeds.values())))
    print(f"| {count} images, median of {repetitions} (range) | images/s | times the notebook's |")
    print("|---|---|---|")
    for name, median in medians.items():
        span = f"{min(speeds[name]):.1f} to {max(speeds[name]):.1f}"
        print(f"| {name} | {median:.1f} ({span}) | {median / slowest:.2f} |")


def print_memory(memory: dict[str, list[int]]) -> None:
    few, many = MEMORY_COUNTS
    print(f"\n| peak resident memory | {few:,} images | {many:,} images | growth |")
    print("|---|---|---|---|")
    for stage, (small, large) in memory.items():
        print(
            f"| {stage} | {small / 1e6:.0f} MB | {large / 1e6:.0f} MB | {large / small - 1:.1%} |"
        )


if __name__ == "__main__":
    main()
