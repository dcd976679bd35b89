"""The ways to compute logits that benchmarks.gpu compares."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from stages.core.arrays import Images, Logits
from stages.infer import on_cuda, on_torch, stream
from stages.infer.classifier import Classifier, Compute
from stages.infer.hardware import Device
from stages.infer.params import Precision
from stages.preprocess.recipe import Resizing
from stages.preprocess.resize import resize

BLOCK = 500  # images that the pipeline computes and saves together
BATCH, WORKERS = 64, 2  # what a notebook has

Blocks = Iterator[Images]


@dataclass(frozen=True)
class Way:
    """From blocks of published images to logits; busy: seconds that the GPU has computed so far."""

    name: str
    compute: Callable[[Blocks], Iterator[Logits]]
    busy: Callable[[], float] = lambda: 0.0
    prepared: float = field(default=0.0)  # seconds to capture or compile, first block included


@dataclass(frozen=True)
class Task:
    """What all ways compute with."""

    network: Callable[[], nn.Module]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    recipe: Resizing
    device: Device
    batch: int

    def classifier(self, precision: Precision) -> Classifier:
        """The network with its normalisation, new for each way."""
        layout = on_torch.layout_for(self.device, precision)
        return Classifier(self.network(), self.mean, self.std, layout).eval()


class Clock:
    """Seconds between pairs of CUDA events: the time in which the GPU had kernels of ours."""

    def __init__(self, device: Device) -> None:
        self._on = device == "cuda"
        self._pairs: list[tuple[Any, Any]] = []

    def around(self, action: Callable[[], Tensor]) -> Tensor:
        """Run an action on the current stream between two events."""
        if not self._on:
            return action()
        pair = tuple(torch.cuda.Event(enable_timing=True) for _ in range(2))  # type: ignore[no-untyped-call]  # torch's own
        pair[0].record()
        result = action()
        pair[1].record()
        self._pairs.append((pair[0], pair[1]))
        return result

    def seconds(self) -> float:
        """Since the start; waits for the GPU."""
        if self._on:
            torch.cuda.synchronize()
        milliseconds: float = sum(start.elapsed_time(end) for start, end in self._pairs)
        return milliseconds / 1000


class TimedNetwork(on_cuda.CapturedNetwork):
    """The pipeline's own lane, with events around each batch."""

    def __init__(self, model: Any, precision: Precision, batch: int, clock: Clock) -> None:
        super().__init__(model, precision, batch)
        self._clock = clock

    def _run(self, arrived: Tensor) -> Tensor:
        return self._clock.around(lambda: super(TimedNetwork, self)._run(arrived))


class ResizedThere(nn.Module):
    """Resizes on the device with the integers of torch's 8-bit kernel of the CPU: equal bytes."""

    weights: Tensor  # (size, side), whole numbers: no sum exceeds the 24 bits of a float32

    def __init__(self, classifier: nn.Module, side: int, recipe: Resizing) -> None:
        super().__init__()
        self.classifier = classifier
        pixels = torch.eye(side, dtype=torch.float64).view(side, 1, 1, side)
        spread = interpolate(
            pixels, (1, recipe.size), mode=recipe.interpolation, antialias=True, align_corners=False
        )[:, 0, 0].T
        # as many bits as leave the largest weight below 2^15
        self.bits = max(b for b in range(23) if round(spread.abs().max().item() * 2**b) < 2**15)
        self.register_buffer("weights", torch.round(spread * 2**self.bits).float())

    def resize(self, images: Tensor) -> Tensor:
        """uint8 (N, side, side, 3) to uint8 (N, size, size, 3): along rows, then along columns."""
        wide = self._along_last(images.permute(0, 3, 1, 2).float())
        return self._along_last(wide.transpose(2, 3)).permute(0, 3, 2, 1).to(torch.uint8)

    def forward(self, images: Tensor) -> Tensor:
        """images uint8 (N, side, side, 3); returns logits (N, 1000)."""
        logits: Tensor = self.classifier(self.resize(images))
        return logits

    def _along_last(self, values: Tensor) -> Tensor:
        with torch.autocast(values.device.type, enabled=False):
            sums = values @ self.weights.T
        return torch.floor(sums / 2**self.bits + 0.5).clamp(0, 255)


def ours(task: Task, images: Images, precision: Precision) -> Way:
    """As `infer` runs with preprocess.store false: resized when read, then the stream."""
    clock, model = Clock(task.device), task.classifier(precision)
    run = _prepare(model, task, precision, clock)
    resized = _resizing(run, task.recipe)
    return _warm(f"ours, {precision}", resized, clock, images)


def compiled(task: Task, images: Images, precision: Precision) -> Way:
    """The same through torch.compile, which the pipeline does not use."""
    clock = Clock(task.device)
    model = torch.compile(task.classifier(precision).to(task.device))
    run = _prepare(model, task, precision, clock)
    name = f"ours, {precision}, torch.compile"
    return _warm(name, _resizing(run, task.recipe), clock, images)


def resized_there(task: Task, images: Images, precision: Precision) -> Way:
    """The published images travel, and the device resizes them; ValueError if bytes differ."""
    clock = Clock(task.device)
    model = ResizedThere(task.classifier(precision), images.shape[1], task.recipe).to(task.device)
    with torch.inference_mode():
        some = torch.from_numpy(np.array(images[:64])).to(task.device)
        found = model.resize(some).cpu().numpy()
    if different := int((found != resize(images[:64], task.recipe)).sum()):
        raise ValueError(f"{different:,} of {found.size:,} bytes are not those of the CPU")
    run = _prepare(model, task, precision, clock)
    name = f"ours, {precision}, resized on the device"
    return _warm(name, lambda blocks: stream.compute_blocks(run, blocks, _ignore), clock, images)


def notebook(task: Task, images: Images) -> Way:
    """What a person writes first: Pillow image by image, a loader, a loop that waits."""
    from torch.utils.data import DataLoader
    from torchvision import transforms

    size = (task.recipe.size, task.recipe.size)
    steps = [transforms.ToPILImage(), transforms.Resize(size), transforms.ToTensor()]
    recipe = transforms.Compose([*steps, transforms.Normalize(task.mean, task.std)])
    network, clock = task.network().to(task.device).eval(), Clock(task.device)

    def loop(blocks: Blocks) -> Iterator[Logits]:
        for block in blocks:
            pictures: Any = Transformed(block, recipe)
            loader = DataLoader(pictures, batch_size=BATCH, num_workers=WORKERS)
            with torch.inference_mode():
                moved = (batch.to(task.device) for batch in loader)
                found = [_timed(clock, network, batch).cpu().numpy() for batch in moved]
            yield np.concatenate(found)

    name = f"notebook: Pillow, DataLoader ({BATCH}, {WORKERS} workers), eager"
    return _warm(name, loop, clock, images)


@dataclass(frozen=True)
class Transformed:
    """A data set of torch: one transformed image an index."""

    images: Images
    recipe: Callable[[Images], Any]

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Any:
        return self.recipe(self.images[index])


def _timed(clock: Clock, network: nn.Module, batch: Tensor) -> Tensor:
    return clock.around(lambda: network(batch))


def _prepare(model: Any, task: Task, precision: Precision, clock: Clock) -> Compute:
    """As stages.infer.on_torch does, with a clock where the device is a GPU."""
    run = on_torch.prepare_classifier(model, task.device, precision, task.batch)
    if task.device == "cuda":
        return stream.Stream(TimedNetwork(model, precision, task.batch, clock))
    return run


def _resizing(run: Compute, recipe: Resizing) -> Callable[[Blocks], Iterator[Logits]]:
    def compute(blocks: Blocks) -> Iterator[Logits]:
        return stream.compute_blocks(run, (resize(block, recipe) for block in blocks), _ignore)

    return compute


def _warm(
    name: str, compute: Callable[[Blocks], Iterator[Logits]], clock: Clock, images: Images
) -> Way:
    started = time.perf_counter()
    list(compute(iter([images[:BLOCK]])))
    return Way(name, compute, clock.seconds, time.perf_counter() - started)


def _ignore(count: int) -> None:
    pass
