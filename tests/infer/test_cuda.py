"""An NVIDIA GPU, where there is one: its logits are those of the network, alone or among others."""

import numpy as np
import pytest
import torch

from stages.infer import on_torch
from stages.infer.classifier import Classifier, Compute
from stages.infer.hardware import Device
from stages.infer.params import Precision
from tests.infer import networks
from tests.infer.test_backends import noise, run

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU is here")


def compute(precision: Precision = "float32", device: Device = "cuda") -> Compute:
    model = Classifier(networks.random_network(), networks.MEAN, networks.STD).eval()
    return on_torch.prepare_classifier(model, device, precision, 8)


def test_gpu_and_cpu_agree() -> None:
    np.testing.assert_allclose(
        run(compute(), noise(21)), run(compute(device="cpu"), noise(21)), atol=1e-3
    )


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_an_image_is_the_same_alone_and_in_every_run(precision: Precision) -> None:
    images = noise(13)
    together = run(compute(precision), images)
    again = compute(precision)
    alone = np.concatenate([run(again, images[i : i + 1]) for i in range(13)])
    np.testing.assert_array_equal(alone, together)


def test_bfloat16_is_near_float32_and_not_the_same() -> None:
    exact, rough = run(compute(), noise(9)), run(compute("bfloat16"), noise(9))
    assert 0 < np.abs(rough - exact).max() < 0.05 * np.abs(exact).max()
