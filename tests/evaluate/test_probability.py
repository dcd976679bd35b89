"""Scores become probabilities in the strategy's way; losses equal those of scikit-learn."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from sklearn import metrics

from stages.core.arrays import Probabilities, Scores
from stages.evaluate import probability

NAMES = ("bird", "cat", "dog")
LABELS = np.array([0, 1, 2, 1])


def log_p_of(rows: list[list[float]], how: Probabilities) -> NDArray[np.float64]:
    scores = np.array(rows, dtype=np.float32)
    found = probability.log_probabilities(
        Scores(scores, scores.argmax(axis=1), "zero_shot", how, NAMES)
    )
    assert found is not None
    return found


def test_votes_have_no_probabilities() -> None:
    scores = Scores(np.zeros((1, 3), np.float32), np.array([0]), "zero_shot", "none", NAMES)
    assert probability.log_probabilities(scores) is None


def test_masses_are_divided_by_their_sum() -> None:
    assert_allclose(np.exp(log_p_of([[1, 3, 0]], "normalise")), [[0.25, 0.75, 0]])
    assert_allclose(np.exp(log_p_of([[1, 3, -np.inf]], "normalise")), [[0.25, 0.75, 0]])


def test_log_scores_go_through_softmax_however_large() -> None:
    """e^0 : e^ln3 is 1 : 3, also with 10,000 added; −inf means excluded."""
    rows = [[0, np.log(3), -np.inf], [1e4, 1e4, 1e4]]
    assert_allclose(np.exp(log_p_of(rows, "softmax")), [[0.25, 0.75, 0], [1 / 3] * 3], rtol=1e-6)


@pytest.mark.parametrize(
    ("how", "nothing"), [("softmax", -np.inf), ("normalise", 0.0), ("normalise", -np.inf)]
)
def test_a_row_without_mass_is_even(how: Probabilities, nothing: float) -> None:
    assert_allclose(np.exp(log_p_of([[nothing] * 3], how)), [[1 / 3] * 3])


def test_losses_equal_scikit_learns() -> None:
    log_p = np.log([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4], [0.2, 0.2, 0.6], [0.1, 0.8, 0.1]])
    nll = probability.log_losses(log_p, LABELS).mean()
    assert nll == pytest.approx(metrics.log_loss(LABELS, np.exp(log_p)))
    assert nll == pytest.approx(-np.log([0.7, 0.3, 0.6, 0.8]).mean())
    brier = probability.brier_losses(log_p, LABELS).mean()
    expected = metrics.brier_score_loss(LABELS, np.exp(log_p), scale_by_half=False)
    assert brier == pytest.approx(expected)


def test_brier_runs_from_nought_to_two() -> None:
    log_p = log_p_of([[1, 0, 0], [1, 0, 0]], "normalise")
    assert_allclose(probability.brier_losses(log_p, np.array([0, 1])), [0, 2])


def test_a_true_target_that_was_ruled_out_costs_infinitely() -> None:
    log_p = log_p_of([[1, 0, 1]], "normalise")
    assert probability.log_losses(log_p, np.array([1]))[0] == np.inf
    assert probability.top_probabilities(log_p)[0] == 0.5


def test_certainty_ranks_as_confidence_does_and_where_that_is_one() -> None:
    """−ln of .25, of e⁻⁵⁰ and of e⁻⁶⁰; the last two have confidence 1.0."""
    log_p = log_p_of([[0, np.log(3)], [50, 0], [60, 0]], "softmax")
    assert_allclose(probability.certainties(log_p), [np.log(4), 50, 60], rtol=1e-6)
    assert_array_equal(probability.top_probabilities(log_p)[1:], 1.0)


def test_a_sure_image_is_the_most_certain() -> None:
    assert probability.certainties(log_p_of([[1, 0, 0]], "normalise"))[0] == np.inf
