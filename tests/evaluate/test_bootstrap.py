"""Resamples are multinomial and shared; numbers in them equal a slow loop over the images drawn."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import metrics

from stages.evaluate import bootstrap
from tests.evaluate.examples import LABELS, PREDICTIONS


def test_every_resample_has_as_many_images_as_there_are() -> None:
    counts = bootstrap.draw_resamples(50, 30, seed=1)
    assert counts.shape == (50, 30)
    assert_array_equal(counts.sum(axis=0), 50)


def test_equal_seeds_draw_equal_images_and_others_do_not() -> None:
    one, again, other = (bootstrap.draw_resamples(50, 30, seed) for seed in (1, 1, 2))
    assert_array_equal(one, again)
    assert (one != other).any()


def test_an_image_is_left_out_as_often_as_chance_has_it() -> None:
    """(1 − 1/100)¹⁰⁰ = .366, here with a standard error of .001."""
    counts = bootstrap.draw_resamples(100, 2000, seed=0)
    assert np.mean(counts == 0) == pytest.approx(0.366, abs=0.004)


def test_sums_are_those_of_the_images_drawn() -> None:
    counts = np.array([[2, 0], [0, 1], [1, 2]], dtype=np.float32)
    blocks = {
        "values": np.array([[1.0], [10.0], [100.0]]),
        "flags": np.array([[True], [False], [True]]),
    }
    sums = bootstrap.resampled_sums(counts, blocks)
    assert_array_equal(sums["values"], [[102], [210]])
    assert_array_equal(sums["flags"], [[3], [2]])


def test_macro_f1_of_a_resample_is_scikit_learns_on_the_images_drawn() -> None:
    counts = bootstrap.draw_resamples(len(LABELS), 40, seed=3)
    cells = bootstrap.confusion_cells(LABELS, PREDICTIONS, 3)
    found = bootstrap.macro_f1_scores(bootstrap.resampled_sums(counts, {"c": cells})["c"], 3)
    drawn = [np.repeat(np.arange(len(LABELS)), column.astype(int)) for column in counts.T]
    expected = [
        metrics.f1_score(
            LABELS[rows], PREDICTIONS[rows], labels=range(3), average="macro", zero_division=0
        )
        for rows in drawn
    ]
    assert_allclose(found, expected)


def test_scores_of_a_class_in_a_resample_are_scikit_learns_on_the_images_drawn() -> None:
    counts = bootstrap.draw_resamples(len(LABELS), 5, seed=3)
    cells = bootstrap.confusion_cells(LABELS, PREDICTIONS, 3)
    found = bootstrap.per_class_scores(bootstrap.resampled_sums(counts, {"c": cells})["c"], 3)
    for scores, column in zip(found, counts.T, strict=True):
        rows = np.repeat(np.arange(len(LABELS)), column.astype(int))
        *expected, _ = metrics.precision_recall_fscore_support(
            LABELS[rows], PREDICTIONS[rows], labels=range(3), zero_division=0
        )
        assert_allclose(scores.T, expected)


def test_a_class_that_no_image_has_or_gets_counts_nothing() -> None:
    """Two of three classes, both right: F1 is (1 + 1 + 0)/3."""
    labels = np.array([0, 1])
    cells = bootstrap.confusion_cells(labels, labels, 3).sum(axis=0, keepdims=True)
    assert_allclose(bootstrap.macro_f1_scores(cells, 3), [2 / 3])


def test_all_rejected_has_no_f1() -> None:
    cells = bootstrap.confusion_cells(LABELS, np.full(len(LABELS), -1), 3)
    assert_allclose(bootstrap.macro_f1_scores(cells.sum(axis=0, keepdims=True), 3), [0.0])


def test_interval_is_the_middle_of_the_resampled_values() -> None:
    """Of 0, 1, …, 100, the middle 95 % are 2.5 to 97.5; values without a meaning do not count."""
    resampled = np.concatenate([np.arange(101.0), [np.nan]])
    found = bootstrap.percentile_interval(50.0, resampled, 0.95)
    assert_allclose(found, [50, 2.5, 97.5])
