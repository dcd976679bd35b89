"""Question 2: the time that a bottleneck saves. Only this result can differ from run to run.

So it has its own file, timing.csv, and is rounded to one significant digit. It is processor time on
one thread, which a busy machine changes less than the time of the clock.
"""

import time
from collections.abc import Iterator
from statistics import median

import torch
from torch import Tensor, nn
from torchvision.models.resnet import BasicBlock, Bottleneck

from ..tables.study import Timing
from .costs import STAGES

PICTURES = 2


def measure_times(repetitions: int, seed: int) -> Iterator[Timing]:
    """Measure every stage of ResNet-50: float32, evaluation mode, one thread of the CPU."""
    torch.manual_seed(seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for width, side in STAGES:
        pictures = torch.randn(PICTURES, width, side, side)
        bottleneck = Bottleneck(width, width // Bottleneck.expansion).eval()
        ratio = time_ratio(BasicBlock(width, width).eval(), bottleneck, pictures, repetitions)
        yield Timing(width, side, ratio, repetitions)
    torch.set_num_threads(threads)


def time_ratio(first: nn.Module, second: nn.Module, pictures: Tensor, repetitions: int) -> float:
    """Median seconds of the first divided by those of the second, measured in turns."""
    seconds: tuple[list[float], list[float]] = ([], [])
    with torch.inference_mode():
        for module in (first, second):  # the first call is slower: it allocates and compiles
            module(pictures)
        for _ in range(repetitions):
            for module, taken in zip((first, second), seconds, strict=True):
                started = time.thread_time()
                module(pictures)
                taken.append(time.thread_time() - started)
    return median(seconds[0]) / median(seconds[1])
