"""The expected empirical predictor on four images."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import softmax

from stages.map.strategies import expected
from tests.map.labelled import clusters, from_probabilities, without

OPTIONS = expected.Options(method="expected")
IMAGES = [[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]]


def test_scores_match_the_worked_example() -> None:
    """P(t0|s) = (1.3/1.6, .5/1.5, .2/.9); image 0 gets .7·.8125 + .2/3 + .1·2/9 = .657639."""
    train = from_probabilities(IMAGES, [0, 0, 1, 1], 2)
    assert_allclose(
        expected.fit(train, OPTIONS)(np.asarray(train.logits))[0], [0.657639, 0.342361], atol=1e-6
    )


@given(seed=st.integers(0, 99))
def test_weights_match_a_slow_loop(seed: int) -> None:
    """Reference: P(t|s) as the share of s's mass on images of t."""
    train = clusters(targets=4, per_class=3, size=7, seed=seed)
    p = softmax(np.asarray(train.logits).astype(np.float64), axis=1)
    weights = expected.fit(train, OPTIONS).weights
    for s in range(7):
        shares = [p[train.labels == t, s].sum() / p[:, s].sum() for t in range(4)]
        assert_allclose(weights[s], shares, rtol=1e-3, atol=1e-6)


@given(seed=st.integers(0, 99))
def test_scores_are_probabilities(seed: int) -> None:
    train = clusters(targets=4, per_class=3, size=7, seed=seed)
    mapper = expected.fit(train, OPTIONS)
    assert mapper.probabilities == "normalise"
    assert_allclose(mapper(np.asarray(train.logits)).sum(axis=1), 1, rtol=1e-5)


def test_source_class_without_mass_says_what_is_common() -> None:
    """Nobody gives class 2 any mass: its row is the share of each label, not NaN."""
    train = from_probabilities([[1, 0, 0], [1, 0, 0], [0, 1, 0]], [0, 0, 1], 2)
    weights = expected.fit(train, OPTIONS).weights
    assert_allclose(weights, np.array([[1, 0], [0, 1], [2 / 3, 1 / 3]]), rtol=1e-6)


def test_target_without_training_images_cannot_be() -> None:
    train = without(clusters(targets=3), 1)
    assert np.isneginf(expected.fit(train, OPTIONS)(np.asarray(train.logits))[:, 1]).all()
