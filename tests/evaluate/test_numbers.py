"""Every number on ten images that can be counted by hand, and on degenerate inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import metrics

from stages.core.arrays import Labels
from stages.evaluate.confusion import (
    accuracy_interval,
    accuracy_score,
    answered_share,
    confusion_counts,
    confusion_shares,
    macro_f1_score,
    per_class_scores,
)
from tests.evaluate.examples import LABELS, PREDICTIONS, ints


def test_a_rejected_image_is_wrong() -> None:
    """Seven of ten are right; the rejected bird is among the wrong ones."""
    assert accuracy_score(LABELS, PREDICTIONS) == 0.7
    assert answered_share(PREDICTIONS) == 0.9


@pytest.mark.parametrize(
    ("right", "images", "low", "high"),
    [
        (7, 10, 0.396778, 0.892209),  # centre (.7 + z²/20) / (1 + z²/10), z = 1.959964
        (0, 10, 0.0, 0.277533),  # z² / (10 + z²)
        (10, 10, 0.722467, 1.0),  # 10 / (10 + z²)
        (574, 1000, 0.543126, 0.604308),
        (1, 1, 0.206549, 1.0),
    ],
)
def test_wilson_interval_matches_the_published_formula(
    right: int, images: int, low: float, high: float
) -> None:
    predictions = np.where(np.arange(images) < right, 0, 1)
    found = accuracy_interval(np.zeros(images, np.int64), predictions, 0.95)
    assert found.value == right / images
    assert_allclose(found[1:], (low, high), atol=1e-6)


def test_a_wider_confidence_gives_a_wider_interval() -> None:
    narrow = accuracy_interval(LABELS, PREDICTIONS, 0.8)
    wide = accuracy_interval(LABELS, PREDICTIONS, 0.99)
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_confusion_rows_are_the_truth_and_the_last_column_is_rejected() -> None:
    counts = confusion_counts(LABELS, PREDICTIONS, 3)
    assert_array_equal(counts, [[2, 1, 0, 1], [0, 2, 1, 0], [0, 0, 3, 0]])
    assert_allclose(
        confusion_shares(counts),
        [[0.5, 0.25, 0.0, 0.25], [0.0, 2 / 3, 1 / 3, 0.0], [0.0, 0.0, 1.0, 0.0]],
    )


def test_a_class_without_images_has_shares_of_zero() -> None:
    """K is given: class 2 has a row although no label says 2."""
    counts = confusion_counts(ints(0, 1), ints(0, 2), 3)
    assert_array_equal(counts, [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]])
    assert_array_equal(confusion_shares(counts)[2], [0, 0, 0, 0])


def test_per_class_scores_by_hand() -> None:
    """Bird: 2 of 2 and 2 of 4; cat: 2 of 3 and 2 of 3; dog: 3 of 4 and 3 of 3."""
    found = per_class_scores(LABELS, PREDICTIONS, 3)
    assert_allclose(found.precision, [1.0, 2 / 3, 3 / 4])
    assert_allclose(found.recall, [1 / 2, 2 / 3, 1.0])
    assert_allclose(found.f1, [2 / 3, 2 / 3, 6 / 7])
    assert_array_equal(found.support, [4, 3, 3])
    assert_allclose(macro_f1_score(LABELS, PREDICTIONS, 3), (2 / 3 + 2 / 3 + 6 / 7) / 3)


@pytest.mark.parametrize(
    ("labels", "predictions", "accuracy", "macro_f1"),
    [
        pytest.param(ints(0, 1, 2), ints(-1, -1, -1), 0, 0, id="all rejected"),
        pytest.param(ints(0, 1, 2), ints(0, 1, 2), 1, 1, id="all right"),
        pytest.param(ints(0, 1, 2), ints(1, 2, 0), 0, 0, id="all wrong"),
        pytest.param(ints(0, 0, 1, 2), ints(0, 0, 1, 1), 3 / 4, 5 / 9, id="2 never predicted"),
        pytest.param(ints(1, 1), ints(1, 1), 1, 1 / 3, id="one class present"),
        pytest.param(ints(0, 1, 2), ints(0, 0, 0), 1 / 3, 1 / 6, id="one class predicted"),
    ],
)
def test_degenerate_inputs_have_a_defined_result(
    labels: Labels, predictions: Labels, accuracy: float, macro_f1: float
) -> None:
    """F1 is 2·hits / (images + predictions) and 0 where that is 0/0; the mean is over K = 3."""
    assert_allclose(accuracy_score(labels, predictions), accuracy)
    assert_allclose(macro_f1_score(labels, predictions, 3), macro_f1)
    assert confusion_counts(labels, predictions, 3).sum() == len(labels)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=40))
def test_all_numbers_agree_with_the_confusion_counts(pairs: list[tuple[int, int]]) -> None:
    """Accuracy, recall and F1 by counting cells, as a slow reference."""
    labels, predictions = np.array(pairs, dtype=np.int64).T
    counts = confusion_counts(labels, predictions, 4)
    hits, images, guesses = counts.diagonal(), counts.sum(axis=1), counts[:, :-1].sum(axis=0)
    f1 = [2 * h / n if n else 0.0 for h, n in zip(hits, images + guesses, strict=True)]
    found = per_class_scores(labels, predictions, 4)
    assert_allclose(accuracy_score(labels, predictions), hits.sum() / len(pairs))
    assert_allclose(macro_f1_score(labels, predictions, 4), np.mean(f1))
    assert_allclose(found.f1, f1)
    assert_allclose(found.recall, [h / n if n else 0 for h, n in zip(hits, images, strict=True)])
    assert_array_equal(found.support, images)


@given(st.integers(2, 6), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_accuracy_and_counts_equal_scikit_learns(targets: int, images: int, seed: int) -> None:
    """Its label −1 is a rejection, and no image is labelled so."""
    draw = np.random.default_rng(seed)
    labels = draw.integers(targets, size=images)
    predictions = draw.integers(-1, targets, size=images)
    square = metrics.confusion_matrix(labels, predictions, labels=[*range(targets), -1])
    assert (confusion_counts(labels, predictions, targets) == square[:-1]).all()
    assert accuracy_score(labels, predictions) == metrics.accuracy_score(labels, predictions)
