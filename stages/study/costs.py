"""Question 2: what a bottleneck saves, counted on torchvision's own modules.

Counted on the "meta" device, where tensors have shapes and no values, so it takes no time.
"""

import math
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor, nn
from torchvision.models import ResNet, resnet34, resnet50
from torchvision.models.resnet import BasicBlock, Bottleneck

from ..tables.study import Cost
from . import residual

# channels and side in pixels of ResNet-50's four stages, for a picture of 224 pixels
STAGES = ((256, 56), (512, 28), (1024, 14), (2048, 7))


def count_blocks() -> Iterator[Cost]:
    """For each stage a block of ResNet-50, and basic blocks: one of the same width, which sees as
    many channels, and one as narrow as the bottleneck's middle."""
    for width, side in STAGES:
        narrow = width // Bottleneck.expansion
        yield count_costs("bottleneck", partial(Bottleneck, width, narrow), width, side)
        yield count_costs("basic", partial(BasicBlock, width, width), width, side)
        yield count_costs("narrow basic", partial(BasicBlock, narrow, narrow), narrow, side)


def count_networks() -> Iterator[Cost]:
    """ResNet-50; the same with a basic block of the same width in each place; ResNet-34."""
    for design, build in (
        ("ResNet-50", resnet50),
        ("ResNet-50 of basic blocks", lambda: with_basic_blocks(resnet50())),
        ("ResNet-34", resnet34),
    ):
        yield count_costs(design, build, 3, 224)


def count_costs(design: str, build: Callable[[], nn.Module], channels: int, side: int) -> Cost:
    """The cost of one input (1, channels, side, side) through what `build` returns."""
    with torch.device("meta"):
        module = build()
        found: list[int] = []
        handles = [
            layer.register_forward_hook(lambda *call: found.append(multiply_adds(call[0], call[2])))
            for layer in module.modules()
            if isinstance(layer, nn.Conv2d | nn.Linear)
        ]
        module(torch.empty(1, channels, side, side))
    for handle in handles:
        handle.remove()
    parameters = sum(parameter.numel() for parameter in module.parameters())
    return Cost(design, channels, side, parameters, sum(found))


def multiply_adds(layer: nn.Conv2d | nn.Linear, output: Tensor) -> int:
    """Each value of the output is a sum over one filter: kernel × input channels of its group."""
    if isinstance(layer, nn.Conv2d):
        return output.numel() * layer.in_channels // layer.groups * math.prod(layer.kernel_size)
    return output.numel() * int(layer.in_features)


def with_basic_blocks(network: ResNet) -> ResNet:
    """Each block replaced by a basic block with the same channels, stride and projection."""
    for name, block in residual.blocks(network).items():
        entering, leaving = block.conv1.in_channels, block.conv3.out_channels
        basic = BasicBlock(entering, leaving, block.stride, block.downsample)
        network.set_submodule(name, basic)
    return network
