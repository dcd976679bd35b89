"""What each stage costs an image on this machine: `python -m benchmarks.costs` (five minutes).

Writes docs/cost.json, from which `python -m tools.cost` fills docs/cost.md. Wants data/ of the
quick input whole, weights and images included, and a quiet machine. Each stage runs at two sizes: a
line through both is what it costs to start and what each image adds.
"""

import hashlib
import importlib.metadata
import os
import platform
import shutil
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import numpy as np

from benchmarks.map import enlarge
from benchmarks.workplace import ROOT, Cost, checkout, run_python, run_stage
from stages.core import files, params, paths

SIZES: Final[Mapping[int, Mapping[paths.Split, int]]] = {
    5_000: {"train": 4_000, "test": 1_000},
    20_000: {"train": 16_000, "test": 4_000},
}
REPETITIONS = 2  # the shortest counts: whatever else runs only adds
SAMPLE = 200  # images that the network computes
# infer with a network that costs nothing, to measure all the rest of it
ASSEMBLY = """
import numpy as np
from stages.infer import backends, stage
backends.prepare_backbone = lambda *a, **k: lambda images, done: np.ones((len(images), 1000), "f4")
stage.main({backbone!r})
"""


class Line(NamedTuple):
    """Seconds and gigabytes: to start, and what each image adds."""

    seconds: float
    seconds_an_image: float
    gigabytes: float
    gigabytes_an_image: float


def main() -> None:
    """Measure all stages; write the file."""
    backbone = params.load_backbones()[0]
    load = os.getloadavg()[0]
    with checkout():
        _copy(paths.IMAGES, paths.LABELS, paths.weights(backbone), paths.logits(backbone))
        lines = {name: fit_line(*costs)._asdict() for name, costs in run_stages(backbone).items()}
        sizes = {"scores": _bytes_an_image(paths.scores(backbone), max(SIZES))}
    with checkout():
        _copy(paths.IMAGES, paths.weights(backbone), paths.logits(backbone))
        pictures, network = measure_pictures(), measure_network(backbone)
        for name, path in (("images", paths.IMAGES), ("logits", paths.logits(backbone))):
            sizes[name] = _bytes_an_image(path, min(SIZES))
    content = {
        "machine": describe_machine(load),
        "stages": lines,
        "pictures": pictures,
        "network_seconds_an_image": network,
        "bytes_an_image": sizes,
    }
    files.write_json(ROOT / "docs/cost.json", content)


def _copy(*folders: Path) -> None:
    for path in folders:
        shutil.copytree(ROOT / path, path)


def run_stages(backbone: str) -> dict[str, list[Cost]]:
    """The costs of each stage at both sizes; evaluate reads what map wrote before it."""
    found: dict[str, list[Cost]] = {"assemble": [], "map": [], "evaluate": []}
    for sizes in SIZES.values():
        _tile_pictures(sizes)
        script = ASSEMBLY.format(backbone=backbone)
        found["assemble"].append(_cheapest(partial(run_python, "-c", script)))
        shutil.rmtree(paths.logits(backbone))
        _copy(paths.logits(backbone))
        enlarge(backbone, sizes)
        for room in ("map", "evaluate"):
            found[room].append(_cheapest(partial(run_stage, room, backbone)))
    return found


def _cheapest(run: Callable[[], Cost]) -> Cost:
    """The shortest of some runs, each without what an earlier one kept in work/."""
    found = []
    for _ in range(REPETITIONS):
        shutil.rmtree(paths.WORK, ignore_errors=True)
        found.append(run())
    return min(found)


def _tile_pictures(sizes: Mapping[paths.Split, int]) -> None:
    """data/images at these sizes, and a recipe that leaves the pictures as they are."""
    for split, count in sizes.items():
        images = np.load(ROOT / paths.images(split))
        np.save(paths.images(split), np.resize(images, (count, *images.shape[1:])))
    files.write_sums(paths.IMAGES)
    text = paths.PARAMS.read_text(encoding="utf-8")
    text = text.replace("  size: 224\n", "  size: 32\n").replace("store: true", "store: false")
    paths.PARAMS.write_text(text, encoding="utf-8")
    run_python("-m", "stages.preprocess")


def fit_line(small: Cost, large: Cost) -> Line:
    """The line through both sizes; no cost is negative."""
    few, many = SIZES
    slopes = [max(b - a, 0.0) / (many - few) for a, b in zip(small, large, strict=True)]
    starts = [max(a - few * slope, 0.0) for a, slope in zip(small, slopes, strict=True)]
    return Line(starts[0], slopes[0], starts[1], slopes[1])


def measure_pictures() -> dict[str, dict[str, float]]:
    """Seconds and bytes of all pictures, with and without storing them, the network apart."""
    from stages.preprocess import stage

    found = {}
    for store in (True, False):
        text = paths.PARAMS.read_text(encoding="utf-8")
        wanted = text.replace(f"store: {str(not store).lower()}", f"store: {str(store).lower()}")
        paths.PARAMS.write_text(wanted, encoding="utf-8")
        seconds = {
            "preprocess": _shortest(stage.main),
            "DVC's MD5": _shortest(lambda: [_md5(path) for path in paths.TENSORS.iterdir()]),
            "infer's reading": _shortest(_read_all),
        }
        found["stored" if store else "resized when read"] = {
            **seconds,
            "images": float(min(SIZES)),
            "bytes": float(sum(path.stat().st_size for path in paths.TENSORS.iterdir())),
        }
    return found


def _read_all() -> None:
    """Check and read every picture, chunk by chunk, as infer does."""
    from stages.infer import chunks

    pictures = _open_pictures(params.load_backbones()[0])
    for part in chunks.cut_splits(pictures, 500):
        np.array(pictures.read(part.split, part.images))


def _open_pictures(backbone: str) -> Any:
    from stages.infer import weights
    from stages.preprocess.pictures import open_pictures

    return open_pictures(weights.read_resizing(backbone).resolve, backbone)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def measure_network(backbone: str) -> dict[str, float]:
    """Seconds an image in each precision, on the device that infer would choose; without start."""
    from stages.infer import backends, hardware, weights
    from stages.infer.params import InferParams, Precision

    asked, pictures = params.load_section("infer", InferParams), _open_pictures(backbone)
    devices, openvino = hardware.available_devices(), hardware.openvino_is_installed()
    choice = hardware.choose_hardware(asked, devices, openvino)
    described = files.read_json(paths.weights(backbone) / paths.PROVENANCE)
    checked = weights.check_weights(backbone, described)
    images, found = pictures.read("test", slice(SAMPLE)), {}
    for precision in get_args(Precision):
        run = backends.prepare_backbone(checked, pictures.recipe.size, choice, precision)
        run(images[:64], _ignore)  # the first batches are slower
        found[precision] = _shortest(partial(run, images, _ignore)) / SAMPLE
    return found


def _shortest(action: Callable[[], object]) -> float:
    return min(_timed(action) for _ in range(REPETITIONS))


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _ignore(count: int) -> None:
    pass


def _bytes_an_image(folder: Path, images: int) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / images


def describe_machine(load: float) -> dict[str, Any]:
    """What the costs depend on."""
    from stages.infer import hardware

    libraries = ("numpy", "openvino", "scipy", "torch")
    return {
        "processor": hardware.name_device("cpu"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in libraries},
        "load average at the start": round(load, 1),
    }


if __name__ == "__main__":
    main()
