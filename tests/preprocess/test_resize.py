"""Resizing against Pillow, picture by picture."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from stages.core.arrays import Images
from stages.preprocess.recipe import Resizing
from stages.preprocess.resize import resize

PILLOW = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}


def noise(count: int, height: int = 32, width: int = 32) -> Images:
    shape = (count, height, width, 3)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def by_pillow(images: Images, side: int, interpolation: str) -> Images:
    chosen = PILLOW[interpolation]
    return np.stack([np.asarray(Image.fromarray(i).resize((side, side), chosen)) for i in images])


def params(size: int, interpolation: str, crop: str = "none") -> Resizing:
    return Resizing.model_validate({"size": size, "interpolation": interpolation, "crop": crop})


@pytest.mark.parametrize("size", [32, 64, 128, 224, 256])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_whole_number_scales_equal_pillow_to_the_bit(size: int, interpolation: str) -> None:
    images = noise(5)
    resized = resize(images, params(size, interpolation))
    np.testing.assert_array_equal(resized, by_pillow(images, size, interpolation))


@given(size=st.integers(1, 300), height=st.integers(1, 40), width=st.integers(1, 40))
@settings(max_examples=40)
def test_nearest_equals_pillow_at_every_size(size: int, height: int, width: int) -> None:
    images = noise(2, height, width)
    resized = resize(images, params(size, "nearest"))
    np.testing.assert_array_equal(resized, by_pillow(images, size, "nearest"))


@given(size=st.integers(8, 300), interpolation=st.sampled_from(["bilinear", "bicubic"]))
@settings(max_examples=30)
def test_every_size_is_within_two_levels_of_pillow(size: int, interpolation: str) -> None:
    images = noise(2)
    resized = resize(images, params(size, interpolation)).astype(int)
    assert np.abs(resized - by_pillow(images, size, interpolation)).max() <= 2


def test_bicubic_at_224_differs_from_pillow_in_few_values() -> None:
    images = noise(20)
    resized = resize(images, params(224, "bicubic"))
    assert (resized != by_pillow(images, 224, "bicubic")).mean() < 0.02


@pytest.mark.parametrize(("size", "side", "start"), [(224, 256, 16), (128, 146, 9), (100, 114, 7)])
def test_center_crop_keeps_the_middle_of_a_larger_picture(size: int, side: int, start: int) -> None:
    """Enlarged by 256/224: 224 is cut from 256, 128 from 146, 100 from 114."""
    images = noise(2)
    larger = resize(images, params(side, "bilinear"))
    expected = larger[:, start : start + size, start : start + size]
    np.testing.assert_array_equal(resize(images, params(size, "bilinear", "center")), expected)


def test_two_by_two_picture_enlarged_by_hand() -> None:
    """A row 0, 100 becomes 0, 25, 75, 100 bilinearly and 0, 0, 100, 100 by the nearest pixel."""
    image = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    image[:, :, 1] = 100
    assert resize(image, params(4, "bilinear"))[0, 0, :, 0].tolist() == [0, 25, 75, 100]
    assert resize(image, params(4, "nearest"))[0, 3, :, 2].tolist() == [0, 0, 100, 100]


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic"])
def test_neither_threads_nor_neighbours_change_a_picture(interpolation: str) -> None:
    images, chosen = noise(9), params(97, interpolation)
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        alone = np.concatenate([resize(images[i : i + 1], chosen) for i in range(9)])
        torch.set_num_threads(2)
        np.testing.assert_array_equal(resize(images, chosen), alone)
    finally:
        torch.set_num_threads(threads)


def test_result_is_contiguous_and_its_input_may_be_read_only() -> None:
    images = noise(3)
    images.flags.writeable = False
    resized = resize(images, params(28, "bilinear", "center"))
    assert resized.shape == (3, 28, 28, 3)
    assert resized.dtype == np.uint8
    assert resized.flags.c_contiguous
