"""Logistic regression: scikit-learn's, in terms of logits, with any targets present."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from stages.core.errors import ParamsError
from stages.map import logistic
from stages.map.evidence import Labelled
from stages.map.logistic import fit_logistic
from stages.map.standard import fit_scaler
from stages.map.strategies import linear_probe
from tests.map.labelled import clusters, predictions_of, without


def _options(inverse_penalty: float = 1.0) -> linear_probe.Options:
    return linear_probe.Options(method="linear_probe", inverse_penalty=inverse_penalty)


def test_weights_solve_the_worked_example() -> None:
    """Logits ±(1, −1), C = 1: log odds ±d with weights ±(d/4, −d/4) for the two targets.

    d²/8 + 2·log(1 + e^(−d)) is least where d = 8/(1 + e^d), so d = 1.48155.
    """
    train = Labelled(np.array([[1, -1], [-1, 1]], np.float32), np.array([0, 1]), 2)
    scores = linear_probe.fit(train, _options())(np.asarray(train.logits))
    assert_allclose(scores[:, 1] - scores[:, 0], [-1.48155, 1.48155], atol=1e-5)


@pytest.mark.parametrize("targets", [2, 4, 16])
def test_probabilities_match_scikit_learn(targets: int) -> None:
    train = clusters(targets=targets, spread=4)
    x = fit_scaler(np.asarray(train.logits)).transform(np.asarray(train.logits))
    # of two targets scikit-learn fits and penalises the difference of their weights alone
    penalty = 0.1 if targets > 2 else 0.2
    model = LogisticRegression(C=penalty, solver="newton-cholesky", tol=1e-12)
    expected = model.fit(x, train.labels).predict_proba(x)
    scores = linear_probe.fit(train, _options(0.1))(np.asarray(train.logits))
    assert_allclose(softmax(scores, axis=1), expected, atol=1e-6)


def test_heavier_penalty_makes_smaller_weights() -> None:
    train = clusters(targets=4, spread=4)
    light, heavy = (linear_probe.fit(train, _options(c)).weights for c in (1.0, 0.001))
    assert np.abs(heavy).max() < np.abs(light).max()


def test_target_without_training_images_cannot_be() -> None:
    train = without(clusters(targets=4), 2)
    scores = linear_probe.fit(train, _options())(np.asarray(train.logits))
    assert np.isneginf(scores[:, 2]).all()
    assert predictions_of(scores) == train.labels.tolist()


def test_only_target_with_training_images_is_always_predicted() -> None:
    train = Labelled(np.eye(3, dtype=np.float32), np.array([1, 1, 1]), 4)
    assert predictions_of(linear_probe.fit(train, _options())(np.asarray(train.logits))) == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(("per_class", "size"), [(12, 20), (5, 60)], ids=["many", "few images"])
def test_gradient_is_0_where_the_fit_ends(per_class: int, size: int) -> None:
    """Σ x (p − y)ᵀ + penalty · weights, whatever the way there: nothing is left to rounding."""
    train = clusters(targets=4, spread=4, per_class=per_class, size=size)
    x = fit_scaler(train.logits).features(train.logits)[:]
    weights, bias = fit_logistic(x, train.labels, 4, penalty=0.01)
    p = softmax(x.astype(np.float64) @ weights + bias, axis=1)
    gradient = x.T.astype(np.float64) @ (p - np.eye(4)[train.labels]) + 0.01 * weights
    assert np.abs(gradient).max() < 1e-8
    assert np.abs((p - np.eye(4)[train.labels]).sum(axis=0)).max() < 1e-8


def test_fit_without_an_end_says_what_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logistic, "STEPS", 2)
    train = clusters(targets=4, spread=4)
    with pytest.raises(ParamsError, match="did not converge in 2 steps; use a smaller inverse_p"):
        linear_probe.fit(train, _options(1000.0))
