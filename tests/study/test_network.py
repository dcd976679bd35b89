"""The network as something that computes: the same logits as torch, each picture once."""

import numpy as np
import pytest
import torch
from torchvision.models.resnet import BasicBlock

from stages.core.arrays import Images, Logits
from stages.infer import hardware, on_torch
from stages.study import network
from tests.study.networks import tiny_resnet

MEAN, STD = (0.5, 0.4, 0.3), (0.2, 0.3, 0.4)
PICTURES = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)


def test_normalised_pixels_worked_by_hand() -> None:
    """Value 51 is .2: (.2 − .5)/.2, (.2 − .4)/.3, (.2 − .3)/.4, channels first."""
    found = network.normalise(np.full((1, 2, 2, 3), 51, dtype=np.uint8), MEAN, STD)
    assert found.shape == (1, 3, 2, 2)
    assert found[0, :, 0, 0].tolist() == pytest.approx([-1.5, -2 / 3, -0.25])


def test_logits_are_those_of_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "openvino_is_installed", lambda: False)
    model = tiny_resnet(BasicBlock)
    with torch.inference_mode():
        expected = model(network.normalise(PICTURES, MEAN, STD)).numpy()
    found = network.compile_network(model)(PICTURES, MEAN, STD)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_what_was_computed_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal pictures with the same statistics; others are computed."""
    computed: list[int] = []

    def prepare(model: object, device: str, precision: str) -> object:
        def compute(pictures: Images, done: object) -> Logits:
            computed.append(len(pictures))
            return np.zeros((len(pictures), 1000), np.float32)

        return compute

    monkeypatch.setattr(hardware, "openvino_is_installed", lambda: False)
    monkeypatch.setattr(on_torch, "prepare_classifier", prepare)
    run = network.compile_network(tiny_resnet(BasicBlock))
    run(PICTURES, MEAN, STD)
    run(PICTURES.copy(), MEAN, STD)
    assert computed == [3]
    run(PICTURES, STD, MEAN)
    run(PICTURES[:2], MEAN, STD)
    assert computed == [3, 3, 2]
