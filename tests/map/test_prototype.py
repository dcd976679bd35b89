"""Nearest class means, against scikit-learn's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.neighbors import NearestCentroid

from stages.map.evidence import Labelled
from stages.map.standard import fit_scaler
from stages.map.strategies import prototype
from tests.map.labelled import clusters, predictions_of, without

OPTIONS = prototype.Options(method="prototype")


def test_scores_match_the_worked_example() -> None:
    """Logits (±1, ∓1) are standardised already and each is its mean: x·μ − ½‖μ‖² = ±2 − 1."""
    train = Labelled(np.array([[1, -1], [-1, 1]], np.float32), np.array([0, 1]), 2)
    assert_allclose(
        prototype.fit(train, OPTIONS)(np.asarray(train.logits)), [[1, -3], [-3, 1]], atol=1e-6
    )


@given(seed=st.integers(0, 50))
def test_predictions_match_scikit_learn(seed: int) -> None:
    train, other = clusters(targets=4, spread=3, seed=seed), clusters(targets=4, seed=seed + 1)
    scaler = fit_scaler(train.logits)
    reference = NearestCentroid().fit(scaler.transform(np.asarray(train.logits)), train.labels)
    scores = prototype.fit(train, OPTIONS)(np.asarray(other.logits))
    assert (
        predictions_of(scores)
        == reference.predict(scaler.transform(np.asarray(other.logits))).tolist()
    )


@given(seed=st.integers(0, 50), factor=st.floats(0.1, 10))
def test_scores_do_not_depend_on_the_scale_of_a_logit(seed: int, factor: float) -> None:
    """Standardised logits have none, once centred: here all are scaled together."""
    train = clusters(targets=4, seed=seed)
    scaled = Labelled(np.asarray(train.logits) * np.float32(factor), train.labels, 4)
    assert_allclose(
        prototype.fit(scaled, OPTIONS)(np.asarray(scaled.logits)),
        prototype.fit(train, OPTIONS)(np.asarray(train.logits)),
        rtol=1e-3,
        atol=1e-2,
    )


def test_target_without_training_images_cannot_be() -> None:
    train = without(clusters(targets=4), 0)
    scores = prototype.fit(train, OPTIONS)(np.asarray(train.logits))
    assert np.isneginf(scores[:, 0]).all()
    assert predictions_of(scores) == train.labels.tolist()
