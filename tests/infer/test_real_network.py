"""The real ResNet-50 on real images: a few logits written down from an eager run elsewhere."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stages.core.arrays import Images
from stages.core.errors import DataError
from stages.infer import backends
from stages.infer.hardware import Backend, Choice
from stages.infer.weights import check_weights, load_network
from tests.infer import networks

TOLERANCE = 0.002
CLASSES = [0, 151, 281, 404, 510, 569, 675, 999]
# test images 0 to 7, bilinear 224 × 224: logits of CLASSES
TEST_LOGITS = [
    [-7.4519, -10.2030, -3.7438, -10.4724, -5.1411, -12.6563, -3.6020, -12.1661],
    [-11.0261, -12.7004, -7.1590, -3.0834, -1.0375, -5.1055, -2.4014, -12.5737],
    [-7.8164, -9.3991, -5.4043, -5.1818, -2.6311, -6.0741, 0.4397, -11.9172],
    [-6.5490, -10.1044, -8.2858, -3.2642, -8.4417, -7.7445, 0.8316, -7.8415],
    [-4.6475, -7.6413, -1.1652, -10.6863, -9.7623, -12.3409, -5.2980, -12.6598],
    [-8.0890, -1.6508, 1.6567, -8.9190, -7.6448, -12.1168, -6.8455, -11.8473],
    [-10.6257, -10.8065, -9.3444, -5.5577, -7.9323, -4.7332, 5.4202, -10.1596],
    [-3.0814, -6.9556, -3.6580, -6.8822, -5.9904, -6.4285, 0.5856, -9.9490],
]
# test images 0 to 7: fox squirrel, speedboat, amphibian, safe, tailed frog, …
TEST_TOP1 = [335, 814, 408, 771, 32, 278, 491, 59]
TRAIN_TOP1 = [373, 675, 856, 278, 675, 684, 268, 339]  # training images 0 to 7


def first_images(sheet: Path) -> Images:
    """The first 8 rows of a sheet, enlarged by Pillow."""
    with Image.open(sheet) as opened:
        small = np.asarray(opened.convert("RGB"))[:8].reshape(8, 32, 32, 3)
    bilinear = Image.Resampling.BILINEAR
    return np.stack([np.asarray(Image.fromarray(i).resize((224, 224), bilinear)) for i in small])


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_quantised_resnet50_gives_the_logits_that_are_known(
    mirror: Path, checkout: Path, backend: Backend
) -> None:
    Path("data/weights/resnet50-pqf").symlink_to(mirror)
    path = mirror / "resnet50_large.pth"
    found = networks.provenance("resnet50-pqf", path, architecture="resnet50", format="pqf")
    compute = backends.prepare_backbone(
        check_weights("resnet50-pqf", found), 224, Choice("cpu", backend), "float32"
    )
    sheets = [mirror / "cifar10_batch_50.png", mirror / "cifar10_batch_0.png"]
    logits = compute(np.concatenate([first_images(sheet) for sheet in sheets]), lambda _: None)
    np.testing.assert_allclose(logits[:8, CLASSES], TEST_LOGITS, atol=TOLERANCE)
    assert logits.argmax(axis=1).tolist() == TEST_TOP1 + TRAIN_TOP1


def test_checkpoint_of_resnet50_is_refused_by_resnet18(mirror: Path, checkout: Path) -> None:
    Path("data/weights/small").symlink_to(mirror)
    path = mirror / "resnet50_large.pth"
    found = networks.provenance("small", path, architecture="resnet18", format="pqf")
    with pytest.raises(DataError, match=r"resnet50_large\.pth does not fit resnet18: "):
        load_network(check_weights("small", found), 224)
