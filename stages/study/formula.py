"""Question 1: the formula, checked on every block: ∂y/∂x = D·(I + ∂F/∂x).

D is 0 or 1 for each value, what the block's last ReLU lets through; where the block projects, the
projection's Jacobian stands for I. The right side is what comes back at x for a gradient v from
behind, Dv + (∂F/∂x)ᵀDv; the left side needs no calculus: nudge x and see what y does.
"""

import copy
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.autograd import grad
from torch.utils.hooks import RemovableHandle
from torchvision.models import ResNet

from ..tables.study import FormulaCheck
from . import residual
from .residual import Block

NUDGE = 1e-8  # in float64: so small that hardly any ReLU changes its mind


def check_blocks(network: ResNet, pictures: Tensor, seed: int) -> Iterator[FormulaCheck]:
    """Every block of a network in evaluation mode, on what real pictures (N, 3, …) feed it."""
    inputs = _inputs_of_blocks(network, pictures)
    generator = torch.Generator().manual_seed(seed)
    for name, block in residual.blocks(network).items():
        yield check_block(name, block, inputs[name], generator)


def check_block(
    name: str, block: Block, entering: Tensor, generator: torch.Generator
) -> FormulaCheck:
    """One block in evaluation mode at the point `entering`, in a random direction."""
    exact = copy.deepcopy(block).double()
    x = entering.double().requires_grad_()
    y = exact(x)
    v = torch.randn(y.shape, generator=generator, dtype=torch.float64)
    let_through = (y > 0) * v  # Dv
    skip, branch = _sent_back(exact, x, let_through)
    u = torch.randn(x.shape, generator=generator, dtype=torch.float64)
    with torch.no_grad():
        nudged = ((exact(x + NUDGE * u) - exact(x - NUDGE * u)) * v).sum() / (2 * NUDGE)
    parts = skip + branch
    return FormulaCheck(
        block=name,
        projects=block.downsample is not None,
        error=((nudged - (parts * u).sum()).abs() / parts.norm()).item(),
        passed=(y > 0).double().mean().item(),
        skip=(skip.norm() / v.norm()).item(),
        branch=(branch.norm() / v.norm()).item(),
    )


def _sent_back(block: Block, x: Tensor, behind: Tensor) -> tuple[Tensor, Tensor]:
    """What skip and branch each make, at x, of a gradient at their sum."""
    (branch,) = grad(residual.branch(block)(x), x, behind)
    if block.downsample is None:
        return behind, branch  # I: the gradient as it is
    (skip,) = grad(block.downsample(x), x, behind)
    return skip, branch


def _inputs_of_blocks(network: ResNet, pictures: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}

    def watch(name: str, block: nn.Module) -> RemovableHandle:
        def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            found[name] = inputs[0].clone()  # the network goes on to work in place

        return block.register_forward_pre_hook(keep)

    handles = [watch(name, block) for name, block in residual.blocks(network).items()]
    with torch.no_grad():
        network(pictures)
    for handle in handles:
        handle.remove()
    return found
