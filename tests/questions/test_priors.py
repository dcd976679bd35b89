"""A confusion matrix under other frequencies of the targets, worked by hand."""

import numpy as np
import pytest

from stages.questions.evidence import Matrix
from stages.questions.priors import always_first, long_tail, observed, score_on_prior

# 8 of 10 cats are right; 1 of 2 dogs is right, the other is rejected
MATRIX = Matrix(("cat", "dog"), np.array([[8, 2, 0], [0, 1, 1]]))


def test_under_its_own_frequencies_a_matrix_gives_its_own_scores() -> None:
    """Accuracy 9/12; precision 8/8 and 1/3; recall 8/10 and 1/2; F1 16/18 and 2/5."""
    prior = observed(MATRIX)
    assert prior == pytest.approx([10 / 12, 2 / 12])
    found = score_on_prior(MATRIX, prior)
    assert found.accuracy == pytest.approx(9 / 12)
    assert found.macro_precision == pytest.approx((1 + 1 / 3) / 2)
    assert found.macro_recall == pytest.approx((0.8 + 0.5) / 2)
    assert found.macro_f1 == pytest.approx((16 / 18 + 2 / 5) / 2)


def test_other_frequencies_move_accuracy_and_precision_and_leave_recall() -> None:
    """Equal shares: right .4 + .25; called dog .1 + .25, so precision of dog 5/7."""
    found = score_on_prior(MATRIX, np.array([0.5, 0.5]))
    assert found.accuracy == pytest.approx(0.65)
    assert found.macro_precision == pytest.approx((1 + 5 / 7) / 2)
    assert found.macro_recall == pytest.approx(0.65)


def test_weighing_equals_the_scores_of_a_drawn_sample_on_average() -> None:
    """1,000 samples of 400 images from the rows; their mean accuracy is the expected one."""
    rng = np.random.default_rng(0)
    prior = np.array([0.9, 0.1])
    shares = MATRIX.counts / MATRIX.counts.sum(axis=1, keepdims=True)
    cells = (prior[:, np.newaxis] * shares).ravel()
    drawn = rng.multinomial(400, cells, size=1000).reshape(-1, 2, 3) / 400
    right = drawn[:, 0, 0] + drawn[:, 1, 1]
    assert score_on_prior(MATRIX, prior).accuracy == pytest.approx(right.mean(), abs=0.003)


def test_the_tail_falls_evenly_in_its_logarithm_to_the_imbalance() -> None:
    """1, 1/10, 1/100, of 1.11."""
    assert long_tail(3, 100.0) == pytest.approx([1 / 1.11, 0.1 / 1.11, 0.01 / 1.11])


def test_the_lazy_answer_is_right_as_often_as_its_target_comes() -> None:
    """F1 of the target: 2 · .8 / (1 + .8); of the other 0."""
    found = score_on_prior(always_first(("cat", "dog")), np.array([0.8, 0.2]))
    assert (found.accuracy, found.macro_recall) == pytest.approx((0.8, 0.5))
    assert found.macro_f1 == pytest.approx(1.6 / 1.8 / 2)


def test_a_target_without_an_image_counts_nothing() -> None:
    empty = Matrix(("cat", "dog"), np.array([[3, 1, 0], [0, 0, 0]]))
    assert score_on_prior(empty, observed(empty)).accuracy == pytest.approx(0.75)
