"""LDA against scikit-learn, and where a covariance cannot be estimated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from stages.map.discriminant import fit_discriminant
from stages.map.evidence import Labelled
from stages.map.strategies import lda
from tests.map.labelled import clusters, predictions_of, without

ESTIMATED = lda.Options(method="lda", shrinkage="ledoit_wolf")


def test_boundary_matches_the_worked_example() -> None:
    """Means (±2, 0), covariance diag(1, 4)/2 and no shrinkage: weights ±2/.5 = ±4 and 0."""
    spread = np.array([[1, 0], [-1, 0], [0, 2], [0, -2]], np.float32)
    centre = np.array([2, 0], np.float32)
    features = np.concatenate([spread + centre, spread - centre])
    fitted = fit_discriminant(features, np.repeat([0, 1], 4), 2, shrinkage=0.0)
    assert_allclose(fitted.weights, [[4, -4], [0, 0]], atol=1e-6)
    assert_allclose(fitted.bias, [np.log(0.5) - 4] * 2, atol=1e-6)


@given(seed=st.integers(0, 99), shrinkage=st.floats(0.05, 1))
def test_scores_match_scikit_learn_for_a_given_shrinkage(seed: int, shrinkage: float) -> None:
    """Classes of equal size and features of equal pooled deviation: then both shrink alike."""
    train = _evenly_spread(clusters(targets=3, per_class=15, size=8, seed=seed))
    reference = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)
    reference.fit(train.logits, train.labels)
    fitted = fit_discriminant(np.asarray(train.logits), train.labels, 3, shrinkage)
    scores = train.logits @ fitted.weights + fitted.bias
    expected = reference.decision_function(train.logits)
    assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)


@given(seed=st.integers(0, 99), size=st.integers(3, 40))
def test_estimated_shrinkage_is_ledoit_and_wolfs(seed: int, size: int) -> None:
    """scikit-learn's estimate from the pooled residuals gives the same posteriors."""
    train = _evenly_spread(clusters(targets=3, per_class=8, size=size, seed=seed))
    _, shrinkage = ledoit_wolf(_residuals(train), assume_centered=True)
    given_it = fit_discriminant(np.asarray(train.logits), train.labels, 3, float(shrinkage))
    estimated = fit_discriminant(np.asarray(train.logits), train.labels, 3)
    assert_allclose(estimated.weights, given_it.weights, rtol=1e-3, atol=1e-5)


@given(st.lists(st.integers(0, 3), min_size=30, max_size=30), st.integers(0, 99))
def test_whole_weights_are_images_that_stand_there_so_often(weights: list[int], seed: int) -> None:
    train = clusters(targets=3, per_class=10, size=8, seed=seed)
    often = np.array(weights)
    often[[0, 10, 20]] = 1  # some image of each class
    weighed = fit_discriminant(
        np.asarray(train.logits), train.labels, 3, image_weights=often.astype(np.float64)
    )
    repeated = fit_discriminant(
        np.asarray(train.logits).repeat(often, axis=0), train.labels.repeat(often), 3
    )
    assert_allclose(weighed.weights, repeated.weights, rtol=1e-6, atol=1e-9)
    assert_allclose(weighed.bias, repeated.bias, rtol=1e-6, atol=1e-9)


@given(seed=st.integers(0, 20))
def test_scores_do_not_depend_on_each_images_constant(seed: int) -> None:
    train = clusters(targets=4, seed=seed)
    shifts = np.random.default_rng(seed).normal(scale=9, size=(len(train.labels), 1))
    shifted = (train.logits + shifts).astype(np.float32)
    mapper = lda.fit(train, ESTIMATED)
    assert_allclose(mapper(shifted), mapper(np.asarray(train.logits)), rtol=1e-3, atol=1e-2)


def test_correlated_noise_is_seen_through() -> None:
    """Two classes apart along a direction of little noise, which the nearest mean misses."""
    draw = np.random.default_rng(0)
    noise = draw.normal(size=(400, 1)) * [3, 3, -6] + draw.normal(size=(400, 3)) * 0.3
    labels = np.repeat([0, 1], 200)
    train = Labelled((noise + labels[:, None] * [1, -1, 0]).astype(np.float32), labels, 2)
    mapper = lda.fit(train, ESTIMATED)
    assert (mapper(np.asarray(train.logits)).argmax(axis=1) == labels).mean() > 0.97


def test_one_image_a_class_means_the_nearest_of_them() -> None:
    train = clusters(targets=4, per_class=1)
    mapper = lda.fit(train, ESTIMATED)
    assert predictions_of(mapper(np.asarray(train.logits))) == [0, 1, 2, 3]


def test_two_images_of_one_class_do_not_make_it_singular() -> None:
    """Ledoit and Wolf see no need to shrink: both residuals are one vector up to its sign."""
    train = Labelled(np.array([[1, 2, 3], [2, 1, 5]], np.float32), np.array([1, 1]), 3)
    assert predictions_of(lda.fit(train, ESTIMATED)(np.asarray(train.logits))) == [1, 1]


def test_logit_that_never_varies_is_ignored() -> None:
    train = clusters(targets=3)
    still = np.hstack([train.logits, np.full((len(train.labels), 1), 7, np.float32)])
    scores = lda.fit(Labelled(still, train.labels, 3), ESTIMATED)(still)
    assert predictions_of(scores) == train.labels.tolist()


def test_target_without_training_images_cannot_be() -> None:
    train = without(clusters(targets=4), 2)
    scores = lda.fit(train, ESTIMATED)(np.asarray(train.logits))
    assert np.isneginf(scores[:, 2]).all()
    assert predictions_of(scores) == train.labels.tolist()


@pytest.mark.parametrize("targets", [4, 16])
def test_any_number_of_targets_is_told_apart(targets: int) -> None:
    train = clusters(targets=targets, size=40)
    mapper = lda.fit(train, ESTIMATED)
    assert mapper.weights.shape == (40, targets)
    assert predictions_of(mapper(np.asarray(train.logits))) == train.labels.tolist()


def _residuals(train: Labelled) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    means = np.stack([train.logits[train.labels == t].mean(axis=0) for t in range(train.targets)])
    return np.asarray(train.logits - means[train.labels], dtype=np.float64)


def _evenly_spread(train: Labelled) -> Labelled:
    scaled = train.logits / _residuals(train).std(axis=0)
    return Labelled(scaled.astype(np.float32), train.labels, train.targets)
