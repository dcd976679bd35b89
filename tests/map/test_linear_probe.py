"""Logistic regression: scikit-learn's, in terms of logits, with any targets present."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from stages.map.evidence import Labelled
from stages.map.standard import measure
from stages.map.strategies import linear_probe
from tests.map.labelled import clusters, predictions_of, without


def _options(inverse_penalty: float = 1.0) -> linear_probe.Options:
    return linear_probe.Options(method="linear_probe", inverse_penalty=inverse_penalty)


def test_weights_solve_the_worked_example() -> None:
    """Logits ±(1, −1), C = 1: the log odds are ±2w where w² + 2·log(1 + e^(−2w)) is least.

    Its derivative is 0 where w = 2/(1 + e^(2w)), so w = .5212.
    """
    train = Labelled(np.array([[1, -1], [-1, 1]], np.float32), np.array([0, 1]), 2)
    scores = linear_probe.fit(train, _options())(train.logits)
    assert_allclose(scores[:, 1] - scores[:, 0], [-1.0424, 1.0424], atol=3e-3)


@pytest.mark.parametrize("targets", [2, 4, 16])
def test_probabilities_match_scikit_learn(targets: int) -> None:
    train = clusters(targets=targets, spread=4)
    x = measure(train.logits).of(train.logits).astype(np.float64)
    expected = LogisticRegression(C=0.1, max_iter=5000).fit(x, train.labels).predict_proba(x)
    scores = linear_probe.fit(train, _options(0.1))(train.logits)
    assert_allclose(softmax(scores, axis=1), expected, atol=0.01)


def test_heavier_penalty_makes_smaller_weights() -> None:
    train = clusters(targets=4, spread=4)
    light, heavy = (linear_probe.fit(train, _options(c)).weights for c in (1.0, 0.001))
    assert np.abs(heavy).max() < np.abs(light).max()


def test_target_without_training_images_cannot_be() -> None:
    train = without(clusters(targets=4), 2)
    scores = linear_probe.fit(train, _options())(train.logits)
    assert np.isneginf(scores[:, 2]).all()
    assert predictions_of(scores) == train.labels.tolist()


def test_only_target_with_training_images_is_always_predicted() -> None:
    train = Labelled(np.eye(3, dtype=np.float32), np.array([1, 1, 1]), 4)
    assert predictions_of(linear_probe.fit(train, _options())(train.logits)) == [1, 1, 1]
