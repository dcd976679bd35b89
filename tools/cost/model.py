"""Costs of N images, from the measured costs of one: time, memory and disk of each stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from stages.core import files
from stages.core.errors import DataError

MEASURED: Final = Path("docs/cost.json")
GPU_RATE: Final = 5_000.0  # images a second: an assumption, for no GPU was measured
WORKERS: Final = 10
STAGES: Final = ("assemble", "map", "evaluate")
SIZES: Final = (60_000, 1_300_000, 100_000_000)
COPIES: Final = {"logits": 3, "scores": 2}  # in work/, in data/ and in DVC's cache
GIGA: Final = 1e9


class Line(BaseModel):
    """To start, and what each image adds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float
    seconds_an_image: float
    gigabytes: float
    gigabytes_an_image: float

    def time(self, images: int) -> float:
        """Seconds for that many images."""
        return self.seconds + images * self.seconds_an_image

    def memory(self, images: int) -> float:
        """Gigabytes at the peak."""
        return self.gigabytes + images * self.gigabytes_an_image


class Costs(BaseModel):
    """What benchmarks.costs wrote."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    machine: dict[str, Any]
    stages: dict[str, Line]
    pictures: dict[str, dict[str, float]]
    network_seconds_an_image: dict[str, float]
    bytes_an_image: dict[str, float]

    def reading(self, way: str) -> float:
        """Seconds an image until the network has it, of pictures that are stored or not."""
        found = self.pictures[way]
        parts = ("preprocess", "DVC's MD5", "infer's reading")
        return sum(found[part] for part in parts) / found["images"]


@dataclass(frozen=True)
class Machine:
    """Where the network runs: on so many workers, each a measured machine or a GPU of that rate."""

    name: str
    workers: int = 1
    gpu_rate: float | None = None


def list_machines(gpu_rate: float, workers: int) -> tuple[Machine, ...]:
    """The three that the page compares."""
    return (
        Machine("one laptop"),
        Machine("one GPU", gpu_rate=gpu_rate),
        Machine(f"{workers} workers", workers=workers),
    )


def read_costs(path: Path = MEASURED) -> Costs:
    """The measured costs; DataError where the file is missing or damaged."""
    if not path.is_file():
        raise DataError(f"{path} is missing. Run: git checkout {path}")
    return files.validate_content(path, files.read_map(path), Costs, f"git checkout {path}")


def times(costs: Costs, machine: Machine, images: int) -> dict[str, float]:
    """Seconds of each part, pictures resized when they are read; only the first two are shared."""
    network = costs.network_seconds_an_image["float32"]
    network = network if machine.gpu_rate is None else 1 / machine.gpu_rate
    return {
        "resize": images * costs.reading("resized when read") / machine.workers,
        "network": images * network / machine.workers,
        **{name: costs.stages[name].time(images) for name in STAGES},
    }


def memory(costs: Costs, images: int) -> dict[str, float]:
    """Gigabytes at the peak of each stage; the network's own come on top of `assemble`."""
    return {name: costs.stages[name].memory(images) for name in STAGES}


def disk(costs: Costs, images: int) -> dict[str, float]:
    """Gigabytes of each kind of file, with what work/ and DVC's cache hold of it."""
    sizes: Mapping[str, float] = costs.bytes_an_image
    stored = costs.pictures["stored"]
    tensors = stored["bytes"] / stored["images"]
    found = {name: size * COPIES.get(name, 1) for name, size in sizes.items()}
    return {name: size * images / GIGA for name, size in {**found, "tensors": tensors}.items()}
