"""Inference on a GPU against a notebook's loop on it, in one run: `python -m benchmarks.gpu`.

Needs neither network nor DVC nor OpenVINO: torch (2.11 or newer), torchvision, Pillow, NumPy,
pandas, scipy, PyYAML, pydantic, safetensors and tqdm, and of data/ images, labels and
weights/resnet50-pqf, 20 MB. Without these, a small random network computes noise, and no accuracy
is told. Prints Markdown; writes gpu.json into the folder that the variable OUT names. Six minutes.
"""

import argparse
import copy
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from benchmarks import gpu_table

BACKBONE = "resnet50-pqf"
NEEDED = ("torch", "torchvision", "PIL", "pandas", "scipy", "yaml", "pydantic", "tqdm")
STRATEGIES = ("keyword", "wordnet_mean")  # zero-shot: no fit that could hide a change
SIDE = 8192  # of the matrices whose product is the card's limit


class Input(NamedTuple):
    """Images of both splits, the test images first; labels of those, if they are real."""

    images: Any
    tests: int
    labels: Any | None


class Measured(NamedTuple):
    """One row of the table; the last four: against the CPU's logits of the test images."""

    name: str
    rate: float  # images a second, in the steady state
    prepared: float  # seconds
    busy: float | None  # share of the time
    difference: float
    agreement: float
    accuracies: dict[str, float]
    changed: dict[str, int]  # predictions


def main() -> None:
    """Compare all ways; print one table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--images", type=int, default=5000, help="images, repeated for the time")
    parser.add_argument("--seconds", type=float, default=20, help="of the steady state, each way")
    asked = parser.parse_args()
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        sys.exit(f"not installed here: {', '.join(missing)}. Install them, then run this again.")
    import torch

    if asked.device == "cuda" and not torch.cuda.is_available():
        sys.exit("torch finds no NVIDIA GPU here. Type: python -m benchmarks.gpu --device cpu")
    given = read_input(asked.images)
    report = measure_all(given, asked.device, asked.seconds)
    print(gpu_table.to_markdown(report))
    if folder := os.environ.get("OUT"):
        Path(folder, "gpu.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


def read_input(count: int) -> Input:
    """The real images where they are, else noise."""
    from stages.core import paths
    from stages.core.arrays import read_images, read_labels

    if not (paths.images("test").is_file() and paths.weights(BACKBONE).is_dir()):
        noise = np.random.default_rng(0).integers(0, 256, (count, 32, 32, 3), dtype=np.uint8)
        return Input(noise, count, None)
    parts = [np.array(read_images(paths.images(split))) for split in ("test", "train")]
    images, labels = np.concatenate(parts)[:count], read_labels(paths.labels("test"), 10)
    return Input(images, min(count, len(parts[0])), labels[:count])


def make_task(given: Input, device: Any) -> Any:
    """The network with its recipe, and the batch for this device's memory."""
    from torchvision.models import get_model

    from benchmarks.gpu_ways import Task
    from stages.core import files, paths
    from stages.infer import batches, weights
    from stages.infer.hardware import Choice
    from stages.preprocess.recipe import Resizing

    recipe = Resizing(size=224, interpolation="bilinear", crop="none")
    if given.labels is None:
        recipe = recipe.model_copy(update={"size": 64})
        one, mean, std = get_model("squeezenet1_1", weights=None).eval(), (0.5,) * 3, (0.5,) * 3
    else:
        described = files.read_json(paths.weights(BACKBONE) / paths.PROVENANCE)
        found = weights.check_weights(BACKBONE, described)
        one, mean, std = weights.load_network(found, recipe.size), found.mean, found.std
    batch = batches.settle_batch(Choice(device, "torch"), recipe.size).batch or 8
    return Task(partial(copy.deepcopy, one), mean, std, recipe, device, batch)


def measure_all(given: Input, device: str, seconds: float) -> dict[str, Any]:
    """All rows, and what they depend on."""
    from benchmarks import gpu_ways
    from stages.infer.params import Precision

    task = make_task(given, device)
    reference, names = reference_logits(given, task), get_args(Precision)
    task_of = (task, given.images)
    makers: list[Callable[[], Any]] = [
        partial(gpu_ways.notebook, *task_of),
        *(partial(gpu_ways.ours, *task_of, name) for name in names),
        *(partial(gpu_ways.resized_there, *task_of, name) for name in names),
    ]
    if device == "cuda":
        makers.append(partial(gpu_ways.compiled, *task_of, "bfloat16"))
    rows, failures = [], []
    for make in makers:
        try:
            rows.append(measure(make(), given, reference, device, seconds)._asdict())
        except (RuntimeError, ValueError, ImportError) as error:  # the other ways are worth a table
            failures.append(str(error).splitlines()[0])
    return {
        "machine": gpu_table.describe_machine(device),
        "images": len(given.images),
        "real": given.labels is not None,
        "batch": task.batch,
        "seconds": seconds,
        "limits": measure_limits(task),
        "rows": rows,
        "failures": failures,
    }


def reference_logits(given: Input, task: Any) -> Any:
    """The CPU's, by torch in float32."""
    from dataclasses import replace

    from benchmarks import gpu_ways

    way = gpu_ways.ours(replace(task, device="cpu", batch=8), given.images[:8], "float32")
    return np.concatenate(list(way.compute(iter([given.images[: given.tests]]))))


def measure(way: Any, given: Input, reference: Any, device: str, seconds: float) -> Measured:
    """Repeat the images until the time is over; compare the logits of the test images once."""
    found = np.concatenate(list(way.compute(iter([given.images[: given.tests]]))))
    rate, busy = measure_rate(way, given.images, seconds)
    scores = {n: predict_targets(n, (reference, found), given.labels) for n in STRATEGIES}
    scores = {n: both for n, both in scores.items() if both}
    return Measured(
        way.name,
        rate,
        way.prepared,
        busy if device == "cuda" else None,
        float(np.abs(found - reference).max()),
        float((found.argmax(axis=1) == reference.argmax(axis=1)).mean()),
        {n: float((both[1] == given.labels).mean()) for n, both in scores.items()},
        {n: int((both[0] != both[1]).sum()) for n, both in scores.items()},
    )


def measure_rate(way: Any, images: Any, seconds: float) -> tuple[float, float]:
    """Images a second and the share of the time in which the GPU computed."""
    from benchmarks.gpu_ways import BLOCK

    busy, started = way.busy(), time.perf_counter()

    def blocks() -> Iterator[Any]:
        cut = [images[start : start + BLOCK] for start in range(0, len(images), BLOCK)]
        for block in chain.from_iterable(repeat(cut)):
            yield block
            if time.perf_counter() - started >= seconds:
                return

    count = sum(len(logits) for logits in way.compute(blocks()))
    passed = time.perf_counter() - started
    return count / passed, (way.busy() - busy) / passed


def predict_targets(name: str, logits: tuple[Any, ...], labels: Any | None) -> list[Any]:
    """Targets that a strategy of params.yaml predicts from each of the logits."""
    if labels is None:
        return []
    from stages.core import params
    from stages.map.evidence import Evidence
    from stages.map.inputs import read_knowledge
    from stages.map.params import MapParams
    from stages.map.strategies import STRATEGIES as KNOWN
    from stages.public import predict

    chosen = params.load_section("map", MapParams)
    options = chosen.strategies[name]
    knowledge = read_knowledge(params.load_targets(), [options])
    evidence = Evidence(knowledge, logits[0], labels, test=logits[0])
    mapper = KNOWN[options.method].fit(evidence, options)
    return [predict(mapper(values)) for values in logits]


def measure_limits(task: Any) -> dict[str, float]:
    """Operations a second of a large matrix product, and images a second that they would allow."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    side = SIDE if task.device == "cuda" else 512
    shape = (1, task.recipe.size, task.recipe.size, 3)
    with torch.inference_mode(), FlopCounterMode(display=False) as counter:
        task.classifier("float32").cpu()(torch.zeros(shape, dtype=torch.uint8))
    found = {"operations an image": float(counter.get_total_flops())}
    for name in ("float32", "bfloat16"):
        matrix = torch.randn(side, side, device=task.device, dtype=getattr(torch, name))
        for timed in (False, True):  # the first time chooses a kernel
            _wait(task.device)
            started = time.perf_counter()
            for _ in range(10 if timed else 1):
                matrix @ matrix
            _wait(task.device)
        rate = 10 * 2 * side**3 / (time.perf_counter() - started)
        found[f"{name}, operations a second"] = rate
        found[f"{name}, images a second"] = rate / found["operations an image"]
    return found


def _wait(device: str) -> None:
    import torch

    if device == "cuda":
        torch.cuda.synchronize()


if __name__ == "__main__":
    main()
