"""∂y/∂x = D·(I + ∂F/∂x): holds for a block, and the check would notice if it did not."""

import pytest
import torch
from torch import Tensor
from torchvision.models.resnet import BasicBlock, Bottleneck

from stages.study import formula, residual
from tests.study.networks import tiny_resnet


class Doubled(BasicBlock):  # type: ignore[misc]
    """A block that is not what the formula says: y = ReLU(F(x) + 2x)."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(residual.branch(self)(x) + 2 * x)


@pytest.mark.parametrize("kind", [BasicBlock, Bottleneck])
def test_the_formula_holds_for_every_block(kind: type[residual.Block]) -> None:
    checks = list(formula.check_blocks(tiny_resnet(kind), torch.randn(1, 3, 32, 32), seed=0))
    assert [check.block for check in checks] == list(residual.blocks(tiny_resnet(kind)))
    assert max(check.error for check in checks) < 1e-3  # a ReLU that the nudge turns costs as much


def test_blocks_that_change_the_shape_project() -> None:
    checks = formula.check_blocks(tiny_resnet(BasicBlock), torch.randn(1, 3, 32, 32), seed=0)
    assert [check.projects for check in checks] == [False, False, True, True, True]


def test_a_block_that_breaks_the_formula_is_noticed() -> None:
    torch.manual_seed(0)
    block, generator = Doubled(8, 8).eval(), torch.Generator().manual_seed(0)
    check = formula.check_block("b", block, torch.randn(1, 8, 8, 8), generator)
    assert check.error > 0.1


def test_the_skip_brings_back_what_the_relu_lets_through() -> None:
    """Without a projection it is Dv, so its share of squares is the share of ones in D, nearly."""
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    check = formula.check_block("b", BasicBlock(8, 8).eval(), torch.randn(4, 8, 16, 16), generator)
    assert 0 < check.passed < 1
    assert check.skip**2 == pytest.approx(check.passed, abs=0.03)
