"""Question 1: what the skips do to the gradient on its way back to the first layers.

The loss of an image is −log of the probability that the mapping's classes of its label have
together, so untrained and trained networks are asked the same thing about the same real images.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torchvision.models import ResNet, get_model

from ..tables.study import Learnt, Norm, Part, Skips, Step
from . import residual


@dataclass(frozen=True)
class Batch:
    """Normalised pictures (N, 3, side, side) and, for each, the classes (N, 1000) of its label."""

    pictures: Tensor
    classes: Tensor


def initialised(architecture: str, seed: int) -> ResNet:
    """Torchvision's initialisation, in training mode: BatchNorm uses the batch's statistics.

    Evaluation mode would use running statistics that nothing has measured yet.
    """
    torch.manual_seed(seed)
    network: ResNet = get_model(architecture, weights=None).train()
    return network


def loss_of(network: nn.Module, batch: Batch) -> Tensor:
    """Mean over the batch of −log Σ p over the classes that stand for the label."""
    log_p = network(batch.pictures).log_softmax(dim=1)
    unwanted = torch.zeros_like(log_p).masked_fill(~batch.classes, -torch.inf)
    loss: Tensor = -(log_p + unwanted).logsumexp(dim=1).mean()
    return loss


def measure_norms(
    network: ResNet, batch: Batch, weights: Learnt, repetition: int
) -> Iterator[Norm]:
    """Gradient lengths with the skips kept and cut: of every block's output, of every
    convolution's weights on the way through F."""
    for skips, model in _both(network).items():
        for part, lengths in _lengths(model, batch).items():
            for layer, (name, norm) in enumerate(lengths.items()):
                yield Norm(weights, skips, repetition, part, layer, name, norm)


def measure_norms_alone(
    network: ResNet, batch: Batch, weights: Learnt, repetition: int
) -> Iterator[Norm]:
    """Gradient lengths of every block's output where F = 0, so that nothing but the skips is left;
    no gradient reaches the weights of F then."""
    lengths = _lengths(residual.without_branches(network), batch)["output"]
    for layer, (name, norm) in enumerate(lengths.items()):
        yield Norm(weights, "alone", repetition, "output", layer, name, norm)


def measure_steps(
    network: ResNet, batch: Batch, steps: Sequence[float], repetition: int
) -> Iterator[Step]:
    """How far the gradient can be trusted: the loss after one step of each length along it."""
    for skips, model in _both(network).items():
        before, after = descend(model, batch, steps)
        for step, loss in zip(steps, after, strict=True):
            yield Step(skips, repetition, step, before, loss)


def descend(network: nn.Module, batch: Batch, steps: Sequence[float]) -> tuple[float, list[float]]:
    """The loss, and the losses after θ − s·‖θ‖·g/‖g‖ for each step s; `network` stays as it is."""
    moving = copy.deepcopy(network)
    parameters = list(moving.parameters())
    loss = loss_of(moving, batch)
    gradients = torch.autograd.grad(loss, parameters)
    start = [parameter.detach().clone() for parameter in parameters]
    scale = _length(start) / _length(gradients)
    losses = []
    with torch.no_grad():
        for step in steps:
            for parameter, origin, gradient in zip(parameters, start, gradients, strict=True):
                parameter.copy_(origin - step * scale * gradient)
            losses.append(loss_of(moving, batch).item())
    return loss.item(), losses


def _both(network: ResNet) -> dict[Skips, ResNet]:
    return {"kept": network, "cut": residual.without_skips(network)}


def _lengths(network: ResNet, batch: Batch) -> dict[Part, dict[str, float]]:
    outputs: dict[str, Tensor] = {}

    def keeper(name: str) -> Callable[[nn.Module, object, Tensor], None]:
        def keep(module: nn.Module, inputs: object, output: Tensor) -> None:
            outputs[name] = output

        return keep

    watched = _watched(network)
    handles = [module.register_forward_hook(keeper(name)) for name, module in watched.items()]
    try:
        loss = loss_of(network, batch)
    finally:
        for handle in handles:
            handle.remove()
    weights = _convolutions(network)
    found = torch.autograd.grad(loss, [*outputs.values(), *weights.values()])
    norms = [gradient.norm().item() for gradient in found]
    return {
        "output": dict(zip(outputs, norms[: len(outputs)], strict=True)),
        "weights": dict(zip(weights, norms[len(outputs) :], strict=True)),
    }


def _watched(network: ResNet) -> dict[str, nn.Module]:
    """What enters the first block, and every block, with its skip or without."""
    stages = (network.layer1, network.layer2, network.layer3, network.layer4)
    blocks = [
        (f"layer{stage}.{index}", block)
        for stage, layer in enumerate(stages, start=1)
        for index, block in enumerate(layer)
    ]
    return {"maxpool": network.maxpool, **dict(blocks)}


def _convolutions(network: nn.Module) -> dict[str, Tensor]:
    """Weights of the convolutions that every gradient passes, projections left out."""
    return {
        name: module.weight
        for name, module in network.named_modules()
        if isinstance(module, nn.Conv2d) and "downsample" not in name
    }


def _length(tensors: Sequence[Tensor]) -> Tensor:
    length: Tensor = torch.stack([tensor.norm() for tensor in tensors]).norm()
    return length
