"""Computes block after block of images without a pause of the device between them.

A thread reads ahead and fills a ring of buffers; batches are started before the logits of earlier
ones are fetched; blocks come out in their order.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Protocol

import numpy as np
from torch import Tensor

from ..core.arrays import Images, Logits
from .classifier import Compute

RUNNING = 2  # batches that are started and not yet fetched
BUFFERS = RUNNING + 2  # one is being filled, and one waits

Done = Callable[[int], object]


class Lane(Protocol):
    """A device that computes full batches of images, one after the other."""

    batch: int

    def make_buffer(self, shape: tuple[int, ...]) -> Tensor:
        """Memory for one batch, uint8."""

    def start(self, pictures: Tensor) -> Callable[[], Logits]:
        """Begin to compute a buffer; the returned function waits for its logits (batch, 1000)."""


@dataclass(frozen=True)
class _Batch:
    buffer: Tensor
    count: int  # images; the rest is padding
    ends_block: bool


@dataclass(frozen=True)
class Stream:
    """A `Compute` that also takes a sequence of blocks."""

    lane: Lane

    def __call__(self, images: Images, done: Done) -> Logits:
        """The logits of one block."""
        (logits,) = self.compute_blocks([images], done)
        return logits

    def compute_blocks(self, blocks: Iterable[Images], done: Done) -> Iterator[Logits]:
        """Logits (n, 1000) of each block, in order; done: as in `Compute`, in batches."""
        running: deque[tuple[_Batch, Callable[[], Logits]]] = deque()
        finished: list[Logits] = []
        with _Reader(blocks, self.lane) as reader:
            for batch in reader.read_batches():
                if batch is not None:
                    running.append((batch, self.lane.start(batch.buffer)))
                while len(running) > (0 if batch is None else RUNNING):
                    oldest, wait = running.popleft()
                    finished.append(wait()[: oldest.count].copy())
                    reader.free.put(oldest.buffer)
                    done(oldest.count)
                    if oldest.ends_block:
                        yield np.concatenate(finished)
                        finished.clear()


def compute_blocks(run: Compute, blocks: Iterable[Images], done: Done) -> Iterator[Logits]:
    """Logits of each block, in order, without a pause between them where `run` can do so."""
    if isinstance(run, Stream):
        yield from run.compute_blocks(blocks, done)
    else:
        for images in blocks:
            yield run(images, done)


class _Reader:
    """The thread that cuts blocks into batches; it ends with the `with` block, whatever happens."""

    def __init__(self, blocks: Iterable[Images], lane: Lane) -> None:
        self.free: SimpleQueue[Tensor | None] = SimpleQueue()  # None: stop
        self._full: SimpleQueue[_Batch | BaseException | None] = SimpleQueue()  # None: the end
        self._made = 0
        self._blocks, self._lane = blocks, lane
        self._thread = threading.Thread(target=self._fill_all, name="reads ahead", daemon=True)
        self._stopped = threading.Event()

    def __enter__(self) -> "_Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self.free.put(None)
        self._thread.join()

    def read_batches(self) -> Iterator[_Batch | None]:
        """The batches in order, then None; an error of the thread is raised here."""
        while True:
            batch = self._full.get()
            if isinstance(batch, BaseException):
                raise batch
            yield batch
            if batch is None:
                return

    def _fill_all(self) -> None:
        try:
            for images in self._blocks:
                if not self._fill_block(images):
                    return
            self._full.put(None)
        except BaseException as error:  # raised again in the other thread
            self._full.put(error)

    def _fill_block(self, images: Images) -> bool:
        """False if the other side has stopped. An empty block is a batch of padding."""
        size = self._lane.batch
        for start in range(0, max(len(images), 1), size):
            part = images[start : start + size]
            buffer = self._take_buffer((size, *images.shape[1:]))
            if buffer is None or self._stopped.is_set():
                return False
            buffer[len(part) :] = 0
            np.copyto(buffer.numpy()[: len(part)], part)
            self._full.put(_Batch(buffer, len(part), start + size >= len(images)))
        return True

    def _take_buffer(self, shape: tuple[int, ...]) -> Tensor | None:
        if self._made < BUFFERS:
            self._made += 1
            return self._lane.make_buffer(shape)
        buffer = self.free.get()
        if buffer is not None and buffer.shape != shape:  # images of another size
            return self._lane.make_buffer(shape)
        return buffer
