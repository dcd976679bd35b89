"""Which images are shown, and what is said of one."""

import numpy as np
import pytest

from stages.gallery.captions import StrategyPrediction, judge_predictions, name_top_classes
from stages.gallery.choice import (
    choose_disputed_images,
    choose_first_images,
    count_distinct_targets,
)


def test_the_first_images_of_each_class_come_class_by_class() -> None:
    labels = np.array([1, 0, 1, 1, 0])
    assert choose_first_images(labels, targets=2, count=2).tolist() == [1, 4, 0, 2]


def test_a_class_with_few_images_or_none_gives_what_it_has() -> None:
    assert choose_first_images(np.array([2, 0, 0]), targets=3, count=2).tolist() == [1, 2, 0]


def test_most_names_first_then_lowest_index() -> None:
    """Image 3 is called three things, 1 and 2 two, 0 one."""
    predictions = [np.array([0, 0, 1, 0]), np.array([0, 1, 0, 1]), np.array([0, 1, 0, 2])]
    assert choose_disputed_images(predictions, 10).tolist() == [3, 1, 2]
    assert choose_disputed_images(predictions, 2).tolist() == [3, 1]


def test_a_rejection_calls_an_image_nothing() -> None:
    """Image 0: one name and a rejection; image 1: two rejections; image 2: two names and one."""
    predictions = [np.array([-1, -1, -1]), np.array([4, -1, 4]), np.array([4, -1, 5])]
    assert choose_disputed_images(predictions, 10).tolist() == [2]


def test_different_targets_are_counted_and_rejections_are_none() -> None:
    predictions = np.array([[4, -1, 5, -1], [4, 4, 4, -1], [4, -1, 0, -1]])
    assert count_distinct_targets(predictions).tolist() == [1, 1, 3, 0]


def test_one_strategy_disputes_nothing() -> None:
    assert choose_disputed_images([np.array([0, 1, -1])], 10).tolist() == []


def test_top_classes_have_their_softmax() -> None:
    """exp 0, ln 2, ln 5 = 1, 2, 5, which sum to 8."""
    logits = np.log(np.array([1, 2, 5], np.float32))
    found = name_top_classes(logits, ["a", "b", "c"], count=2)
    assert [name for name, _ in found] == ["c", "b"]
    assert [share for _, share in found] == pytest.approx([0.625, 0.25])


def test_equally_likely_classes_are_in_the_order_of_their_index() -> None:
    """Of 1000 logits every fourth is 1, the others 0: enough for an unstable sort to shuffle."""
    logits = np.tile(np.array([1, 0, 0, 0], np.float32), 250)
    found = name_top_classes(logits, [str(index) for index in range(1000)])
    assert [name for name, _ in found] == ["0", "4", "8"]


def test_answers_are_right_wrong_or_missing() -> None:
    found = judge_predictions({"x": 1, "y": 0, "z": -1}, truth=1, targets=["cat", "dog"])
    assert found == (
        StrategyPrediction("x", "dog", "right"),
        StrategyPrediction("y", "cat", "wrong"),
        StrategyPrediction("z", "", "rejected"),
    )
