"""Costs: published totals, blocks counted by hand."""

import pytest
import torch
from torch import nn
from torchvision.models import resnet50
from torchvision.models.resnet import BasicBlock

from stages.study import costs, residual

BLOCKS = {(cost.design, cost.width): cost for cost in costs.count_blocks()}
NETWORKS = {cost.design: cost for cost in costs.count_networks()}


def test_a_bottleneck_counted_by_hand() -> None:
    """256·64 + 64·64·9 + 64·256 weights, 2·(64 + 64 + 256) of BatchNorm; 56² places."""
    found = BLOCKS["bottleneck", 256]
    assert found.parameters == 16384 + 36864 + 16384 + 768
    assert found.multiply_adds == 69632 * 56**2


def test_a_basic_block_counted_by_hand() -> None:
    """Two 3×3 convolutions of 256·256·9 weights, 2·512 of BatchNorm."""
    found = BLOCKS["basic", 256]
    assert found.parameters == 2 * 589824 + 1024
    assert found.multiply_adds == 2 * 589824 * 56**2


def test_the_narrow_block_has_the_width_of_the_bottlenecks_middle() -> None:
    assert [cost.width for cost in BLOCKS.values() if cost.design == "narrow basic"] == [
        64, 128, 256, 512,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("design", "parameters", "giga"), [("ResNet-50", 25557032, 4.09), ("ResNet-34", 21797672, 3.66)]
)
def test_totals_are_those_that_torchvision_publishes(
    design: str, parameters: int, giga: float
) -> None:
    found = NETWORKS[design]
    assert found.parameters == parameters
    assert found.multiply_adds / 1e9 == pytest.approx(giga, abs=0.005)


def test_groups_divide_the_work_of_a_convolution() -> None:
    layer = nn.Conv2d(8, 4, 3, groups=4)
    assert costs.multiply_adds(layer, torch.empty(1, 4, 5, 5)) == 100 * 2 * 9


def test_basic_blocks_take_every_place_and_keep_its_shape() -> None:
    with torch.device("meta"):
        original, changed = resnet50(), costs.with_basic_blocks(resnet50())
        shapes = [model(torch.empty(1, 3, 64, 64)).shape for model in (original, changed)]
    assert shapes[0] == shapes[1]
    blocks = residual.blocks(changed)
    assert list(blocks) == list(residual.blocks(original))
    assert all(isinstance(block, BasicBlock) for block in blocks.values())
