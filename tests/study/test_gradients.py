"""Gradients: against autograd on the parameters themselves, and a step worked by hand."""

import pytest
import torch
from torch import nn
from torchvision.models.resnet import BasicBlock

from stages.study import gradients, residual
from stages.study.gradients import Batch
from tests.study.networks import tiny_resnet


def batch(count: int = 2) -> Batch:
    torch.manual_seed(1)
    classes = torch.zeros(count, 1000, dtype=torch.bool)
    classes[:, :30] = True
    return Batch(torch.randn(count, 3, 32, 32), classes)


def test_the_loss_is_the_mass_of_the_labels_classes() -> None:
    """p = (.5, .3, .2); −log(.5 + .2) for the first image and −log(.3) for the second."""
    logits = torch.log(torch.tensor([[0.5, 0.3, 0.2]] * 2))
    classes = torch.tensor([[True, False, True], [False, True, False]])
    found = gradients.loss_of(nn.Identity(), Batch(logits, classes))
    assert found.item() == pytest.approx((0.3566749 + 1.2039728) / 2)


def test_norms_are_those_of_a_backward_pass() -> None:
    network = tiny_resnet(BasicBlock)
    norms = list(gradients.measure_norms(network, batch(), "trained", repetition=3))
    gradients.loss_of(network, batch()).backward()  # type: ignore[no-untyped-call]
    found = {norm.name: norm for norm in norms if (norm.skips, norm.part) == ("kept", "weights")}
    assert list(found)[:3] == ["conv1", "layer1.0.conv1", "layer1.0.conv2"]
    for name, norm in found.items():
        expected = network.get_submodule(name).weight.grad.norm().item()
        assert norm.norm == pytest.approx(expected, rel=1e-4)
        assert (norm.weights, norm.repetition) == ("trained", 3)


def test_both_networks_are_measured_at_the_same_places() -> None:
    norms = list(gradients.measure_norms(tiny_resnet(BasicBlock), batch(), "trained", 0))
    places = {
        skips: [(norm.part, norm.layer, norm.name) for norm in norms if norm.skips == skips]
        for skips in ("kept", "cut")
    }
    assert places["kept"] == places["cut"]
    outputs = [name for part, _, name in places["kept"] if part == "output"]
    assert outputs == ["maxpool", "layer1.0", "layer1.1", "layer2.0", "layer3.0", "layer4.0"]


def test_measuring_leaves_no_hook_behind() -> None:
    network = tiny_resnet(BasicBlock)
    list(gradients.measure_norms(network, batch(), "trained", 0))
    assert not any(module._forward_hooks for module in network.modules())


def test_a_step_worked_by_hand() -> None:
    """θ = (3, 4), length 5; one picture (1, 0) of class 0, so only θ₀ − θ₁ counts: p₀ = σ(−1) and
    g = (1 − p₀)·(−1, 1). A tenth of 5 along −g/‖g‖ adds .5/√2 to θ₀ and takes it from θ₁."""
    network = nn.Linear(1, 2, bias=False)
    with torch.no_grad():
        network.weight.copy_(torch.tensor([[3.0], [4.0]]))
    one = Batch(torch.ones(1, 1), torch.tensor([[True, False]]))
    before, (after,) = gradients.descend(network, one, [0.1])
    assert before == pytest.approx(1.3132617)  # log(1 + e)
    assert after == pytest.approx(0.8502791)  # log(1 + exp(1 − √½))
    assert network.weight.flatten().tolist() == [3.0, 4.0]


def test_steps_start_from_the_same_place() -> None:
    """The order of the steps changes nothing."""
    network = tiny_resnet(BasicBlock).train()
    _, (short, long) = gradients.descend(network, batch(), [0.001, 0.01])
    _, (long_first, short_last) = gradients.descend(network, batch(), [0.01, 0.001])
    assert (short, long) == pytest.approx((short_last, long_first), rel=1e-5)


def test_an_untrained_network_uses_the_batchs_statistics_and_its_seed() -> None:
    first, again, other = (gradients.initialised("resnet18", seed) for seed in (5, 5, 6))
    assert first.training
    assert torch.equal(first.conv1.weight, again.conv1.weight)
    assert not torch.equal(first.conv1.weight, other.conv1.weight)


def test_skips_alone_hand_the_gradient_on_as_it_is_but_for_what_a_relu_blocked() -> None:
    """The second block of a stage: y = x, so the lengths are those of g and of D·g, D the ReLU."""
    network = tiny_resnet(BasicBlock)
    norms = list(gradients.measure_norms_alone(network, batch(), "initial", 2))
    assert {(norm.skips, norm.part, norm.repetition) for norm in norms} == {("alone", "output", 2)}
    length = {norm.name: norm.norm for norm in norms}
    assert list(length)[:3] == ["maxpool", "layer1.0", "layer1.1"]
    silent = residual.without_branches(network)
    kept: dict[str, torch.Tensor] = {}
    silent.layer1[1].register_forward_hook(lambda *call: kept.update(y=call[2]))
    loss = gradients.loss_of(silent, batch())
    (behind,) = torch.autograd.grad(loss, [kept["y"]])
    passed = behind * (kept["y"] > 0)
    assert length["layer1.1"] == pytest.approx(behind.norm().item(), rel=1e-4)
    assert length["layer1.0"] == pytest.approx(passed.norm().item(), rel=1e-4)
