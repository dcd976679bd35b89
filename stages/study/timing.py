"""Question 2: what a bottleneck saves in time. The one result that can differ from run to run.

So it is kept apart, in timing.csv, and rounded to one significant digit. Seconds of processor time
on one thread are counted: a busy machine changes those little, and those of the clock a lot.
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
    """Every stage of ResNet-50, float32, evaluation mode, torch on one thread of the CPU."""
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
    """Median seconds of the first over those of the second, in turns."""
    seconds: tuple[list[float], list[float]] = ([], [])
    with torch.inference_mode():
        for module in (first, second):  # the first call sets up what later ones use again
            module(pictures)
        for _ in range(repetitions):
            for module, taken in zip((first, second), seconds, strict=True):
                started = time.thread_time()
                module(pictures)
                taken.append(time.thread_time() - started)
    return median(seconds[0]) / median(seconds[1])
