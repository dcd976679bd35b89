"""Batches without a pause: in order, padded, fetched late; a thread that always ends."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from torch import Tensor

from stages.core.arrays import Images, Logits
from stages.infer import stream
from stages.infer.stream import BUFFERS, RUNNING, Stream


class Sums:
    """A lane of batches of 4 whose logits are each image's sum, computed when they are fetched.

    A buffer that is filled again too early therefore gives wrong numbers.
    """

    batch = 4

    def __init__(self) -> None:
        self.buffers = 0
        self.started = 0
        self.fetched = 0
        self.most_running = 0

    def make_buffer(self, shape: tuple[int, ...]) -> Tensor:
        self.buffers += 1
        return torch.full(shape, 255, dtype=torch.uint8)

    def start(self, pictures: Tensor) -> Callable[[], Logits]:
        self.started += 1
        self.most_running = max(self.most_running, self.started - self.fetched)

        def wait() -> Logits:
            self.fetched += 1
            return sums(pictures.numpy())

        return wait


def blocks(*counts: int) -> list[Images]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (count, 2, 2, 3), dtype=np.uint8) for count in counts]


def sums(images: Images) -> Logits:
    found: Logits = images.sum(axis=(1, 2, 3), dtype=np.float32)[:, np.newaxis]
    return found


def ignore(count: int) -> None:
    pass


def alive() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "reads ahead"]


def test_blocks_come_out_in_order_with_their_own_images() -> None:
    given, lane = blocks(9, 1, 0, 40, 4), Sums()
    found = list(Stream(lane).compute_blocks(given, ignore))
    assert [len(block) for block in found] == [9, 1, 0, 40, 4]
    for block, images in zip(found, given, strict=True):
        np.testing.assert_array_equal(block, sums(images))
    assert alive() == []


def test_a_few_buffers_serve_all_batches_and_some_run_while_others_are_read() -> None:
    lane = Sums()
    list(Stream(lane).compute_blocks(blocks(400, 400), ignore))
    assert lane.started == 200
    assert lane.buffers == BUFFERS == 4
    assert lane.most_running == RUNNING + 1 == 3


def test_one_block_is_the_same_alone() -> None:
    (images,) = blocks(11)
    np.testing.assert_array_equal(Stream(Sums())(images, ignore), sums(images))


def test_padding_is_black_whatever_the_buffer_held() -> None:
    class Paddings(Sums):
        def start(self, pictures: Tensor) -> Callable[[], Logits]:
            assert pictures[1:].max() == 0
            return super().start(pictures)

    list(Stream(Paddings()).compute_blocks(blocks(1, 1, 1, 1, 1, 1), ignore))


def test_images_of_another_size_get_buffers_of_their_own() -> None:
    small, large = blocks(5)[0], np.ones((5, 3, 3, 3), dtype=np.uint8)
    given = [small, large] * 4
    found = list(Stream(Sums()).compute_blocks(given, ignore))
    for block, images in zip(found, given, strict=True):
        np.testing.assert_array_equal(block, sums(images))


def test_progress_counts_each_image_once() -> None:
    counts: list[int] = []
    list(Stream(Sums()).compute_blocks(blocks(9, 4), counts.append))
    assert counts == [4, 4, 1, 4]


def test_an_error_of_the_reader_is_raised_where_the_logits_are_awaited() -> None:
    def broken() -> Iterator[Images]:
        yield from blocks(4)
        raise OSError("no such disk")

    with pytest.raises(OSError, match="no such disk"):
        list(Stream(Sums()).compute_blocks(broken(), ignore))
    assert alive() == []


def test_an_error_of_the_device_ends_the_reader() -> None:
    class Full(Sums):
        def start(self, pictures: Tensor) -> Callable[[], Logits]:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    with pytest.raises(torch.OutOfMemoryError):
        list(Stream(Full()).compute_blocks(blocks(400), ignore))
    assert alive() == []


def test_who_stops_early_leaves_no_thread() -> None:
    found = Stream(Sums()).compute_blocks(blocks(*[8] * 50), ignore)
    next(found)
    found.close()  # type: ignore[attr-defined]  # it is a generator
    assert alive() == []


def test_a_way_that_takes_one_block_at_a_time_gets_one_at_a_time() -> None:
    given = blocks(3, 2)
    read: list[int] = []

    def run(images: Images, done: Callable[[int], object]) -> Logits:
        read.append(len(images))
        return sums(images)

    found = stream.compute_blocks(run, iter(given), ignore)
    np.testing.assert_array_equal(next(found), sums(given[0]))
    assert read == [3]
