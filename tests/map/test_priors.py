"""Priors and biases, on scores whose answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.special import softmax

from stages.map.priors import (
    PriorName,
    assume_uniform,
    choose_prior,
    estimate_bbse,
    estimate_em,
    fit_bias,
    rank_confidence,
)
from tests.map.unlabelled import knowledge

Matrix = NDArray[np.float64]


def mixture(shares: list[float], count: int, apart: float = 3.0) -> Matrix:
    """Log likelihoods of `count` images from unit Gaussians, one a target, in K directions."""
    draw = np.random.default_rng(0)
    labels = np.repeat(np.arange(len(shares)), np.round(np.array(shares) * count).astype(int))
    points = draw.normal(size=(len(labels), len(shares))) + apart * np.eye(len(shares))[labels]
    return np.asarray(apart * points)


def test_balance_solves_the_worked_example() -> None:
    """Two images of odds e² and 1, prior ½: by symmetry the bias must move both by one."""
    scores = np.array([[2.0, 0.0], [0.0, 0.0]])
    bias = fit_bias(scores, np.array([0.5, 0.5]))
    assert bias[1] - bias[0] == pytest.approx(1, abs=1e-4)


@given(
    hnp.arrays(np.float64, (20, 4), elements=st.floats(-3, 3)),
    hnp.arrays(np.float64, 4, elements=st.floats(0.1, 1)),
)
def test_mean_mass_is_the_prior(scores: Matrix, weights: NDArray[np.float64]) -> None:
    prior = weights / weights.sum()
    mass = softmax(scores + fit_bias(scores, prior), axis=1).mean(axis=0)
    assert_allclose(mass, prior, atol=1e-4)


@pytest.mark.parametrize("start", [-2.0, -0.1, 0.01, 0.5, 3.0])
def test_bias_is_the_same_from_every_guess(start: float) -> None:
    scores = mixture([0.5, 0.3, 0.2], 1000)
    prior = np.array([0.2, 0.3, 0.5])
    bias = fit_bias(scores, prior, guess=np.array([start, 0.0, -start]))
    assert_allclose(bias, fit_bias(scores, prior), rtol=0, atol=1e-12)
    assert_allclose(softmax(scores + bias, axis=1).mean(axis=0), prior, rtol=0, atol=1e-14)


def test_balance_leaves_an_impossible_target_impossible() -> None:
    scores = np.array([[2.0, -np.inf, 0.0], [0.0, -np.inf, 0.0]])
    prior = assume_uniform(scores)
    assert prior.tolist() == [0.5, 0, 0.5]
    assert np.isneginf((scores + fit_bias(scores, prior))[:, 1]).all()


def test_balance_reaches_a_target_that_starts_without_any_mass() -> None:
    scores = np.array([[0.0, -900.0], [0.0, -901.0]])
    mass = softmax(scores + fit_bias(scores, np.array([0.5, 0.5])), axis=1).mean(axis=0)
    assert_allclose(mass, 0.5, atol=1e-4)


def test_balance_of_images_that_are_all_sure_is_finite() -> None:
    """Three of each of two targets: their mass is the prior, with any bias near 0."""
    scores = np.array([[0.0, -735.0]] * 3 + [[-735.0, 0.0]] * 3)
    assert fit_bias(scores, np.array([0.5, 0.5])).tolist() == [0, 0]


def test_em_finds_the_shares_of_a_known_mixture() -> None:
    """5,000 images from Gaussians of which one makes up 60 %."""
    assert_allclose(estimate_em(mixture([0.6, 0.3, 0.1], 5000)), [0.6, 0.3, 0.1], atol=0.01)


def test_em_raises_the_likelihood_as_high_as_a_grid_does() -> None:
    scores = mixture([0.7, 0.3], 200, apart=1.0)
    grid = np.linspace(0.001, 0.999, 999)
    likelihoods = [np.log(np.exp(scores) @ [share, 1 - share]).sum() for share in grid]
    assert estimate_em(scores)[0] == pytest.approx(grid[np.argmax(likelihoods)], abs=2e-3)


def test_bbse_finds_the_shares_of_well_separated_targets() -> None:
    assert_allclose(
        estimate_bbse(mixture([0.6, 0.3, 0.1], 1000, apart=6.0)), [0.6, 0.3, 0.1], atol=0.01
    )


@given(hnp.arrays(np.float64, (12, 3), elements=st.floats(-5, 5)))
def test_every_estimate_is_a_distribution(scores: Matrix) -> None:
    for shares in (estimate_em(scores), estimate_bbse(scores)):
        assert shares.min() >= 0
        assert shares.sum() == pytest.approx(1)


def test_target_that_nobody_predicts_gets_no_share_from_bbse() -> None:
    assert estimate_bbse(np.array([[3.0, 0.0], [2.0, 0.0]])).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("shares", "name", "expected"),
    [
        ([0.55, 0.15, 0.15, 0.15], "uniform", [0.25, 0.25, 0.25, 0.25]),
        ([0.28, 0.24, 0.24, 0.24], "bbse", [0.28, 0.24, 0.24, 0.24]),
        ([0.55, 0.15, 0.15, 0.15], "em", [0.55, 0.15, 0.15, 0.15]),
    ],
)
def test_prior_is_the_one_asked_for(
    shares: list[float], name: PriorName, expected: list[float]
) -> None:
    found = choose_prior(name, mixture(shares, 1000, apart=6.0)).shares
    assert_allclose(found, expected, atol=0.01)


@pytest.mark.parametrize("name", ["uniform", "bbse", "em"])
def test_a_prior_tells_what_the_images_look_like_and_judges_nothing(name: PriorName) -> None:
    """Shares .55, .05 and .40 of three targets; a fourth has no class, and nobody calls it rare."""
    possible = mixture([0.55, 0.05, 0.4], 1000, apart=6.0)
    scores = np.column_stack([possible, np.full(1000, -np.inf)])
    targets = knowledge([[0], [1], [2], []]).targets
    assert choose_prior(name, scores).describe(targets) == (
        f"prior {name}; BBSE estimates t0 at 1.65 and t1 at 0.15 times the equal share"
    )


def test_confidence_is_the_rank_among_the_images_of_one_predicted_target() -> None:
    """Leads 1, 3, 2 for target 0: ranks 3, 1, 2 of three; and the only image of target 1."""
    scores = np.array([[1.0, 0.0], [3.0, 0.0], [2.0, 0.0], [0.0, 5.0]])
    confidence, predicted = rank_confidence(scores)
    assert_allclose(confidence, [1 / 6, 5 / 6, 3 / 6, 1 / 2])
    assert predicted.tolist() == [0, 0, 0, 1]


def test_of_equally_sure_images_the_first_counts_as_surer() -> None:
    confidence, _ = rank_confidence(np.array([[1.0, 0.0], [1.0, 0.0]]))
    assert confidence.tolist() == [0.75, 0.25]
