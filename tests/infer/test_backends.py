"""Both ways to compute, on a tiny random network: equal to each other and to themselves."""

import sys
from collections.abc import Callable

import numpy as np
import pytest
import torch

from stages.core.arrays import Images, Logits
from stages.core.errors import DataError
from stages.infer import backends, classifier, on_openvino, on_torch
from stages.infer.classifier import Classifier, Compute
from stages.infer.hardware import Backend, Choice, Device
from stages.infer.params import Precision
from tests.infer import networks

SIZE = 16


def by_torch(precision: Precision = "float32", size: int = SIZE) -> Compute:
    return on_torch.prepare_classifier(tiny(), "cpu", precision)


def by_openvino(precision: Precision = "float32", size: int = SIZE) -> Compute:
    return on_openvino.prepare_classifier(tiny(), size, precision)


def tiny() -> Classifier:
    return Classifier(networks.random_network(), networks.MEAN, networks.STD).eval()


def noise(count: int, size: int = SIZE) -> Images:
    shape = (count, size, size, 3)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def run(compute: Compute, images: Images) -> Logits:
    return compute(images, lambda count: None)


BOTH = pytest.mark.parametrize("prepare", [by_torch, by_openvino])
Prepare = Callable[..., Compute]


@pytest.mark.parametrize("size", [SIZE, 128])
def test_openvino_and_torch_agree(size: int) -> None:
    images = noise(11, size)
    ours, theirs = run(by_openvino(size=size), images), run(by_torch(), images)
    assert np.ptp(theirs, axis=0).max() > 0.1  # the images do differ
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_logits_are_those_of_the_network_on_normalised_values() -> None:
    """(x / 255 − mean) / std in each channel, channels first."""
    images = noise(3)
    values = (images / 255 - np.array(networks.MEAN)) / np.array(networks.STD)
    with torch.inference_mode():
        pixels = torch.from_numpy(values.transpose(0, 3, 1, 2)).float()
        expected = networks.random_network()(pixels).numpy()
    np.testing.assert_allclose(run(by_torch(), images), expected, atol=1e-4)


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_a_mirrored_network_gives_the_mean_of_both_pictures(backend: Backend) -> None:
    network = networks.random_network()
    both = Classifier(network, networks.MEAN, networks.STD, mirrored=True).eval()
    compute = backends.prepare_classifier(both, SIZE, Choice("cpu", backend), "float32")
    images = noise(9)
    pictures, mirrored = run(by_torch(), images), run(by_torch(), images[:, :, ::-1])
    assert np.abs(pictures - mirrored).max() > 0.1
    np.testing.assert_allclose(run(compute, images), (pictures + mirrored) / 2, atol=1e-4)


@pytest.mark.parametrize("layout", [torch.channels_last, torch.contiguous_format])
def test_network_sees_its_values_in_the_order_asked_for(layout: torch.memory_format) -> None:
    seen: list[bool] = []
    network = networks.random_network()
    network.register_forward_pre_hook(lambda _, given: seen.append(in_order(given[0], layout)))
    model = Classifier(network, networks.MEAN, networks.STD, layout)
    model(torch.from_numpy(noise(2)))
    assert seen == [True]
    assert in_order(network.state_dict()["0.weight"], layout)


def in_order(tensor: torch.Tensor, layout: torch.memory_format) -> bool:
    return tensor.is_contiguous(memory_format=layout)


@pytest.mark.parametrize(
    ("device", "precision", "layout"),
    [
        ("cpu", "float32", torch.channels_last),
        ("cuda", "float32", torch.contiguous_format),
        ("cuda", "bfloat16", torch.channels_last),
        ("mps", "bfloat16", torch.contiguous_format),
    ],
)
def test_channels_come_last_where_that_is_faster(
    device: Device, precision: Precision, layout: torch.memory_format
) -> None:
    assert on_torch.layout_for(device, precision) == layout


@BOTH
@pytest.mark.parametrize("count", [1, 8, 13])
def test_padding_of_the_last_batch_changes_no_image(prepare: Prepare, count: int) -> None:
    """An image's logits are the same to the bit, alone or among others."""
    compute, images = prepare(), noise(count)
    alone = np.concatenate([run(compute, images[i : i + 1]) for i in range(count)])
    together = run(compute, images)
    assert together.shape == (count, 1000)
    np.testing.assert_array_equal(together, alone)


@BOTH
def test_two_runs_are_equal_to_the_bit(prepare: Prepare) -> None:
    images = noise(40)
    np.testing.assert_array_equal(run(prepare(), images), run(prepare(), images))


@BOTH
def test_bfloat16_is_near_float32_and_not_the_same(prepare: Prepare) -> None:
    images = noise(9)
    exact, rough = run(prepare(), images), run(prepare("bfloat16"), images)
    assert rough.dtype == np.float32
    assert 0 < np.abs(rough - exact).max() < 0.05 * np.abs(exact).max()


@BOTH
def test_progress_counts_each_image_once(prepare: Prepare) -> None:
    counts: list[int] = []
    prepare()(noise(21), counts.append)
    assert sum(counts) == 21
    assert len(counts) == 3  # batches of 8


def test_openvino_sends_no_telemetry() -> None:
    by_openvino()
    assert sys.modules["openvino_telemetry"] is None
    assert sys.modules["openvino.tools.ovc.telemetry_utils"].tm.__name__.endswith("telemetry_stub")


def test_float32_is_not_shortened_to_tf32_on_a_gpu() -> None:
    by_torch()
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32
    assert torch.backends.cudnn.deterministic
    assert not torch.backends.cudnn.benchmark


def test_image_too_small_for_the_network_is_refused() -> None:
    """A kernel of 5×5 does not fit into 4×4 pixels."""
    with pytest.raises(DataError, match=r"tiny does not take images of 4 pixels: .*Set preprocess"):
        classifier.check_classifier(tiny(), "tiny", 4)


def test_network_of_ten_classes_is_refused() -> None:
    ten = Classifier(networks.tiny_ten_classes(), networks.MEAN, networks.STD).eval()
    with pytest.raises(DataError, match=r"ten gives \(10,\) values an image; wanted: 1000"):
        classifier.check_classifier(ten, "ten", SIZE)
