"""Predictions, likeliest classes and mapped classes, worked by hand."""

import numpy as np

from stages.core.arrays import is_mapped, predict, rank_classes

NEVER = -np.inf


def test_the_lowest_index_wins_a_tie() -> None:
    assert predict(np.array([[0.0, 2.0, 2.0]])).tolist() == [1]
    assert rank_classes(np.array([[1.0, 2.0, 2.0, 0.0]]), 3).tolist() == [[1, 2, 0]]


def test_an_image_that_no_target_can_have_is_rejected() -> None:
    assert predict(np.array([[NEVER, NEVER], [NEVER, -5.0]])).tolist() == [-1, 1]


def test_no_more_classes_are_ranked_than_there_are() -> None:
    assert rank_classes(np.array([[1.0, 3.0]]), 5).tolist() == [[1, 0]]


def test_a_class_is_mapped_if_some_group_has_it() -> None:
    mapped = is_mapped(np.arange(10), ((0, 1), (4,), (7, 8)))
    assert np.flatnonzero(mapped).tolist() == [0, 1, 4, 7, 8]
    assert not is_mapped(np.arange(10), ((), (), ())).any()
