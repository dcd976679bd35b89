"""The sample: different training images, the same in every run."""

import numpy as np
import pytest

from stages.core.errors import ParamsError
from stages.study import sample

IMAGES = np.arange(10, dtype=np.uint8).reshape(10, 1, 1, 1).repeat(3, axis=3)
LABELS = np.arange(10)


def test_images_are_different_and_keep_their_labels() -> None:
    drawn = sample.draw_sample(IMAGES, LABELS, 10, seed=0)
    assert sorted(drawn.labels) == list(range(10))
    assert (drawn.images[:, 0, 0, 0] == drawn.labels).all()


def test_the_seed_decides() -> None:
    first, again, other = (sample.draw_sample(IMAGES, LABELS, 5, seed).labels for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_asking_for_more_than_there_are_is_refused() -> None:
    with pytest.raises(ParamsError, match=r"11 images and the training split has 10\. Lower"):
        sample.draw_sample(IMAGES, LABELS, 11, seed=0)
