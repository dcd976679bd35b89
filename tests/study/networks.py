"""Small residual networks with random weights."""

from typing import Any

import torch
from torchvision.models import ResNet
from torchvision.models._api import register_model
from torchvision.models.resnet import Bottleneck

from stages.study.residual import Block


@register_model()  # type: ignore[untyped-decorator]
def tiny_residual(**_: Any) -> ResNet:
    """One bottleneck a stage, under a name that torchvision's registry knows."""
    return ResNet(Bottleneck, [1, 1, 1, 1])


def tiny_resnet(kind: type[Block], seed: int = 0) -> ResNet:
    """Two blocks in the first stage and one in each other, in evaluation mode; 1000 classes."""
    torch.manual_seed(seed)
    return ResNet(kind, [2, 1, 1, 1]).eval()
