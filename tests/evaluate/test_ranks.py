"""Top-k hits by scikit-learn and by hand, and scores without deer."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn import metrics

from stages.core.arrays import Scores
from stages.evaluate.ranks import top_k_hits, without_target

NAMES = ("cat", "deer", "dog")


def scores(rows: list[list[float]]) -> Scores:
    found = np.array(rows, dtype=np.float32)
    return Scores(found, found.argmax(axis=1), "zero_shot", "softmax", NAMES)


def test_top_k_equals_scikit_learns() -> None:
    random = np.random.default_rng(0)
    drawn, labels = random.normal(size=(200, 5)).astype(np.float32), random.integers(0, 5, 200)
    several = Scores(drawn, drawn.argmax(axis=1), "zero_shot", "softmax", tuple("abcde"))
    for k in (1, 2, 3):
        expected = metrics.top_k_accuracy_score(labels, drawn, k=k)
        assert top_k_hits(several, labels, k).mean() == pytest.approx(expected)


def test_equal_scores_go_to_the_lowest_index() -> None:
    """All three tie: the first two are the top two, whichever is true."""
    hits = top_k_hits(scores([[1, 1, 1]] * 3), np.array([0, 1, 2]), 2)
    assert_array_equal(hits, [True, True, False])


def test_what_cannot_be_is_never_among_the_best() -> None:
    cannot = float("-inf")
    hits = top_k_hits(scores([[0, cannot, cannot], [cannot] * 3]), np.array([1, 0]), 3)
    assert_array_equal(hits, [False, False])


def test_without_deer_its_images_go_and_the_rest_choose_among_the_others() -> None:
    """A cat taken for a deer falls to cat; a dog for which only deer was possible is rejected."""
    cannot = float("-inf")
    rows: list[list[float]] = [[1, 2, 0], [5, 0, 0], [cannot, 3, cannot], [0, 0, 1]]
    left, labels = without_target(scores(rows), np.array([0, 1, 2, 2]), "deer")
    assert left.targets == ("cat", "dog")
    assert_array_equal(labels, [0, 1, 1])
    assert_array_equal(left.predictions, [0, -1, 1])
    assert_array_equal(left.scores, [[1, 0], [cannot, cannot], [0, 1]])
