"""`denormalize`: worked by hand, in both layouts, and back from `normalize`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from stages.core.errors import DataError
from stages.gallery import IMAGENET_MEAN, IMAGENET_STD, denormalize, normalize


def test_a_pixel_worked_by_hand() -> None:
    """0 is the mean; 1 is one deviation above it; −2 lies below black in blue: .406 − .45 < 0."""
    images = np.array([[[[0, 1, -2]]]], dtype=np.float64)
    assert denormalize(images).tolist() == [[[[0.485, 0.456 + 0.224, 0.0]]]]


def test_more_than_white_is_white() -> None:
    assert denormalize(np.full((1, 1, 1, 3), 2.7)).tolist() == [[[[1.0, 1.0, 1.0]]]]


def test_the_ends_of_the_scale_are_those_of_the_docstring() -> None:
    black = normalize(np.zeros((1, 1, 3), np.uint8)).ravel()
    white = normalize(np.full((1, 1, 3), 255, np.uint8)).ravel()
    assert np.round(black, 2).tolist() == pytest.approx([-2.12, -2.04, -1.80])
    assert np.round(white, 2).tolist() == pytest.approx([2.25, 2.43, 2.64])


def test_channels_first_gives_channels_first() -> None:
    images = np.random.default_rng(0).normal(size=(2, 5, 4, 3)).astype(np.float32)
    first = denormalize(images.transpose(0, 3, 1, 2))
    assert np.array_equal(first, denormalize(images).transpose(0, 3, 1, 2))
    assert first.dtype == np.float32


def test_a_single_image_needs_no_first_axis() -> None:
    image = np.zeros((3, 4, 5))
    assert denormalize(image)[:, 0, 0].tolist() == list(IMAGENET_MEAN)


def test_where_both_layouts_fit_the_last_axis_holds_the_channels() -> None:
    assert denormalize(np.zeros((1, 3, 4, 3)))[0, 0, 0].tolist() == list(IMAGENET_MEAN)


def test_other_networks_have_other_values() -> None:
    half = (0.5, 0.5, 0.5)
    assert denormalize(np.ones((1, 1, 1, 3)), half, half).ravel().tolist() == [1.0, 1.0, 1.0]


@given(some.integers(0, 255))
def test_every_pixel_comes_back(value: int) -> None:
    images = np.full((1, 2, 2, 3), value, np.uint8)
    back = denormalize(normalize(images))
    assert np.array_equal(np.rint(back * 255), images)


@pytest.mark.parametrize(
    "images",
    [np.zeros((2, 4, 4, 1)), np.zeros((4, 3)), np.zeros((1, 4, 4, 3), np.uint8)],
)
def test_what_is_no_normalised_image_is_refused(images: np.ndarray) -> None:
    with pytest.raises(DataError, match="wanted: normalised float"):
        denormalize(images)


def test_the_constants_are_those_of_torchvision() -> None:
    """The recipe that torchvision publishes with its own ResNet-50."""
    models = pytest.importorskip("torchvision.models")
    recipe = models.ResNet50_Weights.IMAGENET1K_V1.transforms()
    assert (tuple(recipe.mean), tuple(recipe.std)) == (IMAGENET_MEAN, IMAGENET_STD)
