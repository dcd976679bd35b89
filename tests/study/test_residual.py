"""Blocks taken apart, and put together again."""

import pytest
import torch
from torchvision.models import ResNet
from torchvision.models.resnet import BasicBlock, Bottleneck

from stages.study import residual
from tests.study.networks import tiny_resnet


@pytest.mark.parametrize("kind", [BasicBlock, Bottleneck])
def test_a_block_is_its_branch_and_its_skip(kind: type[residual.Block]) -> None:
    """y = ReLU(F(x) + x), with the projection of x where there is one."""
    network = tiny_resnet(kind)
    for block in residual.blocks(network).values():
        x = torch.randn(2, block.conv1.in_channels, 8, 8)
        skip = x if block.downsample is None else block.downsample(x)
        expected = torch.relu(residual.branch(block)(x) + skip)
        torch.testing.assert_close(block(x), expected)


def test_blocks_are_all_there_in_order() -> None:
    names = list(residual.blocks(tiny_resnet(Bottleneck)))
    assert names == ["layer1.0", "layer1.1", "layer2.0", "layer3.0", "layer4.0"]


def test_cutting_the_skips_leaves_the_branches() -> None:
    network = tiny_resnet(Bottleneck)
    plain = residual.without_skips(network)
    assert not residual.blocks(plain)
    x = torch.randn(2, 64, 8, 8)
    expected = torch.relu(residual.branch(network.layer1[0])(x))
    torch.testing.assert_close(plain.layer1[0](x), expected)


def test_cutting_the_skips_changes_neither_names_nor_the_network() -> None:
    network: ResNet = tiny_resnet(Bottleneck)
    before = network(torch.ones(1, 3, 32, 32))
    kept = set(residual.without_skips(network).state_dict())
    left_out = {name for name in network.state_dict() if "downsample" in name}
    assert kept == set(network.state_dict()) - left_out
    torch.testing.assert_close(network(torch.ones(1, 3, 32, 32)), before)


@pytest.mark.parametrize("kind", [BasicBlock, Bottleneck])
def test_without_its_branch_a_block_is_its_skip(kind: type[residual.Block]) -> None:
    """y = x for what a ReLU has let through, y = ReLU(projection of x) where there is one."""
    silent = residual.without_branches(tiny_resnet(kind))
    for block in residual.blocks(silent).values():
        x = torch.rand(2, block.conv1.in_channels, 8, 8)
        skip = x if block.downsample is None else block.downsample(x).relu()
        torch.testing.assert_close(block(x), skip, rtol=0, atol=0)


def test_silencing_the_branches_leaves_the_network_itself_alone() -> None:
    network = tiny_resnet(Bottleneck)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    residual.without_branches(network)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
