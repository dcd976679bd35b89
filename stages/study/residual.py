"""The parts of residual blocks: y = ReLU(F(x) + x), He et al. (2016), "Deep Residual Learning".

F is the branch of convolutions. If a block changes the shape, x goes through a projection.
"""

import copy
from collections import OrderedDict
from typing import TypeAlias

from torch import nn
from torch.nn.init import zeros_
from torchvision.models import ResNet
from torchvision.models.resnet import BasicBlock, Bottleneck

Block: TypeAlias = BasicBlock | Bottleneck


def blocks(network: ResNet) -> dict[str, Block]:
    """All residual blocks by name (layer1.0, …), from the input to the output."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, BasicBlock | Bottleneck)
    }


def branch(block: Block) -> nn.Sequential:
    """F, with the block's own weights: the part of its forward before it adds the identity."""
    steps: list[tuple[str, nn.Module]] = [
        ("conv1", block.conv1),
        ("bn1", block.bn1),
        ("relu1", nn.ReLU()),
        ("conv2", block.conv2),
        ("bn2", block.bn2),
    ]
    if isinstance(block, Bottleneck):
        steps += [("relu2", nn.ReLU()), ("conv3", block.conv3), ("bn3", block.bn3)]
    return nn.Sequential(OrderedDict(steps))


def without_skips(network: ResNet) -> ResNet:
    """A copy whose blocks are y = ReLU(F(x)): the same weights and names, but no skips."""
    plain = copy.deepcopy(network)
    for name, block in blocks(plain).items():
        path = branch(block)
        path.append(nn.ReLU())
        plain.set_submodule(name, path)
    return plain


def without_norms(network: ResNet) -> ResNet:
    """A copy without BatchNorm, so that nothing but the initialisation keeps signals in scale."""
    bare = copy.deepcopy(network)
    for name, module in list(bare.named_modules()):
        if isinstance(module, nn.BatchNorm2d):
            bare.set_submodule(name, nn.Identity())
    return bare


def without_branches(network: ResNet) -> ResNet:
    """A copy whose blocks are y = ReLU(0 + x): the last BatchNorm of each F is 0, which is also an
    initialisation (Goyal et al., 2017). Projections stay."""
    silent = copy.deepcopy(network)
    for block in blocks(silent).values():
        for parameter in branch(block)[-1].parameters():
            zeros_(parameter)
    return silent
