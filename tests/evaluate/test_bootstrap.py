"""Resamples are multinomial and shared; numbers in them equal a slow loop over the images drawn."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import metrics

from stages.evaluate import bootstrap
from stages.evaluate.bootstrap import Counts, Resamples
from stages.evaluate.confusion import confusion_counts
from tests.evaluate.examples import LABELS, PREDICTIONS


def draw(images: int, number: int, seed: int) -> Counts:
    """All resamples side by side."""
    return np.hstack(list(Resamples(images, number, seed).blocks()))


def test_every_resample_has_as_many_images_as_there_are() -> None:
    counts = draw(50, 70, seed=1)
    assert counts.shape == (50, 70)
    assert_array_equal(counts.sum(axis=0), 50)


def test_equal_seeds_draw_equal_images_and_others_do_not() -> None:
    one, again, other = (draw(50, 30, seed) for seed in (1, 1, 2))
    assert_array_equal(one, again)
    assert (one != other).any()


def test_resamples_that_are_not_kept_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = draw(50, 70, seed=1)
    monkeypatch.setattr(bootstrap, "KEPT", 100)
    resamples = Resamples(50, 70, 1)
    for _ in range(2):
        assert_array_equal(np.hstack(list(resamples.blocks())), kept)


def test_an_image_is_left_out_as_often_as_chance_has_it() -> None:
    """(1 − 1/100)¹⁰⁰ = .366, here with a standard error of .001."""
    assert np.mean(draw(100, 2000, seed=0) == 0) == pytest.approx(0.366, abs=0.004)


def test_sums_are_those_of_the_images_drawn() -> None:
    blocks = [np.array([[2], [0], [1]], np.uint8), np.array([[0], [1], [2]], np.uint8)]
    columns = {
        "values": np.array([[1.0], [10.0], [100.0]]),
        "flags": np.array([[True], [False], [True]]),
    }
    sums = bootstrap.resampled_sums(blocks, columns)
    assert_array_equal(sums["values"], [[102], [210]])
    assert_array_equal(sums["flags"], [[3], [2]])


def test_sums_of_many_images_do_not_depend_on_how_many_are_read_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "SEGMENT", 7)
    counts, values = draw(50, 40, seed=1), np.arange(50.0)[:, np.newaxis]
    sums = bootstrap.resampled_sums(Resamples(50, 40, 1).blocks(), {"x": values})["x"]
    assert_array_equal(sums, counts.T.astype(float) @ values)


def test_drawn_cells_are_multinomial() -> None:
    """Of 100 images 30 are in the second cell: mean 30, variance 21; an empty cell stays empty."""
    blocks = list(bootstrap.draw_cells(np.array([60, 30, 0, 10]), Resamples(100, 4000, 0)))
    cells = np.concatenate(blocks)
    assert cells.shape == (4000, 4)
    assert_array_equal(cells.sum(axis=1), 100)
    assert_array_equal(cells[:, 2], 0)
    assert_allclose(cells.mean(axis=0), [60, 30, 0, 10], atol=0.3)
    assert_allclose(cells[:, 1].var(), 21, rtol=0.1)


def test_cells_do_not_depend_on_how_many_are_drawn_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts, resamples = np.array([60, 30, 0, 10]), Resamples(100, 50, 0)
    whole = np.concatenate(list(bootstrap.draw_cells(counts, resamples)))
    monkeypatch.setattr(bootstrap, "CELLS", 28)
    parts = list(bootstrap.draw_cells(counts, resamples))
    assert [len(part) for part in parts] == [7] * 7 + [1]
    assert_array_equal(np.concatenate(parts), whole)


def test_scores_of_cells_spread_as_those_of_images_drawn() -> None:
    """F1 of 500 images, by scikit-learn on images drawn one by one and from cells."""
    labels, predictions = np.tile(LABELS, 50), np.tile(PREDICTIONS, 50)
    cells = confusion_counts(labels, predictions, 3)
    found = bootstrap.resampled_scores(cells, Resamples(500, 2000, 0))[..., 2].mean(axis=1)
    random = np.random.default_rng(5)
    expected = [
        metrics.f1_score(
            labels[rows], predictions[rows], labels=range(3), average="macro", zero_division=0
        )
        for rows in random.integers(500, size=(400, 500))
    ]
    assert found.mean() == pytest.approx(np.mean(expected), abs=0.005)
    assert found.std() == pytest.approx(np.std(expected), rel=0.15)


def test_all_rejected_has_no_score_in_any_resample() -> None:
    cells = confusion_counts(LABELS, np.full(len(LABELS), -1), 3)
    assert_array_equal(bootstrap.resampled_scores(cells, Resamples(10, 5, 0)), np.zeros((5, 3, 3)))


def test_interval_is_the_middle_of_the_resampled_values() -> None:
    """Of 0, 1, …, 100, the middle 95 % are 2.5 to 97.5; values without a meaning do not count."""
    resampled = np.concatenate([np.arange(101.0), [np.nan]])
    found = bootstrap.percentile_interval(50.0, resampled, 0.95)
    assert_allclose(found, [50, 2.5, 97.5])
