"""Test images that are nearly in the training set are found, and what they are worth is told."""

import numpy as np
import pytest

from stages.core.arrays import Images, Kind, Scores
from stages.gallery.duplicates import (
    Neighbours,
    can_compare,
    compare_without,
    find_neighbours,
    list_duplicates,
)
from stages.tables.gallery import Duplicate, WithoutDuplicates

RANDOM = np.random.default_rng(0)
TRAIN: Images = RANDOM.integers(60, 180, (30, 8, 8, 3), dtype=np.uint8)


def scores(predictions: list[int], kind: Kind) -> Scores:
    return Scores(
        np.zeros((len(predictions), 2), np.float32), np.array(predictions), kind, "none", ("a", "b")
    )


def test_a_copy_is_its_own_neighbour_whatever_its_brightness_and_contrast() -> None:
    test = np.stack([TRAIN[7], TRAIN[3] + 40, TRAIN[5] // 2])
    found = find_neighbours(test, TRAIN)
    assert found.train.tolist() == [7, 3, 5]
    assert found.similarity == pytest.approx([1, 1, 1], abs=1e-3)


def test_similarity_is_the_correlation_of_pixels() -> None:
    """numpy's corrcoef, more images than fit into one step."""
    test = RANDOM.integers(0, 256, (600, 8, 8, 3), dtype=np.uint8)
    found = find_neighbours(test, TRAIN)
    for image in (0, 499, 500, 599):
        r = [np.corrcoef(test[image].ravel(), known.ravel())[0, 1] for known in TRAIN]
        assert found.train[image] == int(np.argmax(r))
        assert found.similarity[image] == pytest.approx(max(r), abs=1e-5)


def test_a_picture_of_one_colour_is_like_no_other() -> None:
    grey = np.full((1, 8, 8, 3), 128, np.uint8)
    assert find_neighbours(grey, TRAIN).similarity.tolist() == [0]
    assert find_neighbours(grey, grey).similarity.tolist() == [0]


def test_without_training_images_or_with_another_size_nothing_is_compared() -> None:
    assert can_compare(TRAIN[:2], TRAIN)
    assert not can_compare(TRAIN[:2], TRAIN[:0])
    assert not can_compare(TRAIN[:2, :4], TRAIN)


def test_duplicates_are_the_pairs_from_the_threshold_on() -> None:
    found = Neighbours(np.array([4, 9, 2]), np.array([0.75, 0.5, 1.0], np.float32))
    assert list(list_duplicates(found, 0.75)) == [Duplicate(0, 4, 0.75), Duplicate(2, 2, 1.0)]


def test_accuracy_of_supervised_strategies_is_told_with_and_without_them() -> None:
    """Of four images the last is a duplicate and right: 3 of 4, without it 2 of 3."""
    found = Neighbours(np.zeros(4, np.int64), np.array([0, 0, 0, 1], np.float32))
    strategies = {
        "taught": scores([0, 1, 1, 1], "supervised"),
        "blind": scores([0] * 4, "zero_shot"),
    }
    (row,) = compare_without(strategies, np.array([0, 1, 0, 1]), found, 0.95)
    assert row == WithoutDuplicates("taught", 4, 1, 0.75, 2 / 3)


def test_where_every_image_is_a_duplicate_nothing_is_told() -> None:
    found = Neighbours(np.zeros(2, np.int64), np.ones(2, np.float32))
    strategies = {"taught": scores([0, 1], "supervised")}
    assert list(compare_without(strategies, np.array([0, 1]), found, 0.95)) == []
