"""BLM+ on four images small enough to check by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pydantic import ValidationError
from scipy.special import softmax

from stages.map.strategies import bayesian_plus
from tests.map.labelled import clusters, from_counts, from_probabilities

IMAGES = [[0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]]


def _options(share: float, smoothing: float = 1.0) -> bayesian_plus.Options:
    return bayesian_plus.Options(method="bayesian_plus", smoothing=smoothing, share=share)


def test_weights_match_the_worked_example() -> None:
    """k = 1: F = [[1.3, 0], [0, .7], [0, .6]], so t1's shares are .7/1.7 and .6/1.6."""
    train = from_probabilities(IMAGES, [0, 0, 1, 1], 2)
    expected = [[1.0, 0.0], [0.0, 0.523364], [0.0, 0.476636]]
    assert_allclose(bayesian_plus.fit(train, _options(0.15)).weights, expected, atol=1e-6)


def test_more_classes_count_when_the_share_allows_it() -> None:
    """α = 1, K = 2, so k = 2: F = [[1.3, .2], [.5, 1.0], [0, .6]]."""
    train = from_probabilities(IMAGES, [0, 0, 1, 1], 2)
    trust = np.array([[1.3 / 2.5, 0.2 / 2.5], [0.5 / 2.5, 1.0 / 2.5], [0, 0.6 / 1.6]])
    weights = bayesian_plus.fit(train, _options(1.0)).weights
    assert_allclose(weights, trust / trust.sum(axis=0), atol=1e-6)


@pytest.mark.parametrize(("targets", "k"), [(4, 1), (6, 1), (10, 1), (14, 2), (16, 2), (20, 3)])
def test_counted_classes_follow_the_number_of_targets(targets: int, k: int) -> None:
    """One image whose three likeliest classes differ: k of them get weight."""
    train = from_probabilities([[0.5, 0.3, 0.2, 0.0]], [0], targets)
    weights = bayesian_plus.fit(train, _options(0.15)).weights
    assert np.count_nonzero(weights[:, 0]) == k


@given(seed=st.integers(0, 99), share=st.floats(0.05, 1.0), smoothing=st.floats(0, 5))
def test_weights_match_a_slow_loop(seed: int, share: float, smoothing: float) -> None:
    """Reference: sort each image's probabilities, add up the k largest by label."""
    train = clusters(targets=5, per_class=3, size=8, seed=seed)
    mass = np.zeros((8, 5))
    for row, label in zip(softmax(train.logits, axis=1), train.labels, strict=True):
        for s in sorted(range(8), key=lambda s: -row[s])[: max(1, int(share * 5))]:
            mass[s, label] += row[s]
    trust = mass / np.maximum(mass.sum(axis=1, keepdims=True) + smoothing, 1e-300)
    weights = bayesian_plus.fit(train, _options(share, smoothing)).weights
    assert_allclose(weights, trust / trust.sum(axis=0), rtol=1e-4, atol=1e-9)
    assert_allclose(weights.sum(axis=0), 1, rtol=1e-5)


def test_class_without_training_images_weighs_all_imagenet_classes_alike() -> None:
    assert_allclose(
        bayesian_plus.fit(from_counts([[3, 0], [1, 0]]), _options(0.15)).weights[:, 1], 0.5
    )


@pytest.mark.parametrize("share", [0.0, 1.1])
def test_share_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(ValidationError, match="share"):
        _options(share)
