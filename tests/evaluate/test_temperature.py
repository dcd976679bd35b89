"""Temperatures by hand and by scikit-learn; where the loss has no minimum."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from stages.evaluate import temperature

LN4 = np.log(4)


def test_temperature_matches_the_worked_example() -> None:
    """80 % sure and right in 2 of 3: p must become 2/3, so T = ln 4 / ln 2 = 2."""
    log_p = np.log(np.tile([0.8, 0.2], (3, 1)))
    fitted = temperature.fit_temperature(log_p, np.array([0, 0, 1]))
    assert fitted == pytest.approx(2.0, abs=1e-4)
    assert_allclose(
        np.exp(temperature.apply_temperature(log_p, fitted))[0], [2 / 3, 1 / 3], atol=1e-5
    )


def test_temperature_equals_scikit_learns() -> None:
    from scipy.special import log_softmax
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 400)
    inputs = random.normal(size=(400, 3)) + np.eye(3)[labels]
    model = LogisticRegression().fit(inputs[:50], labels[:50])
    scaled = CalibratedClassifierCV(FrozenEstimator(model), method="temperature")
    scaled.fit(inputs, labels)
    log_p = log_softmax(model.decision_function(inputs), axis=1)
    fitted = temperature.fit_temperature(log_p, labels)
    found = np.exp(temperature.apply_temperature(log_p, fitted))
    assert_allclose(found, scaled.predict_proba(inputs), atol=2e-4)


def test_scaling_keeps_the_order_and_what_cannot_be() -> None:
    log_p = np.log([[0.5, 0.3, 0.2]])
    log_p = np.append(log_p, [[-np.inf]], axis=1)
    tempered = temperature.apply_temperature(log_p, 3.0)
    assert_array_equal(np.argsort(tempered), np.argsort(log_p))
    assert tempered[0, 3] == -np.inf
    assert np.exp(tempered).sum() == pytest.approx(1.0)


def test_images_whose_target_was_ruled_out_are_left_out() -> None:
    log_p = np.array([[np.log(0.8), np.log(0.2), -np.inf]] * 4)
    assert temperature.fit_temperature(log_p, np.array([0, 0, 1, 2])) == pytest.approx(
        2.0, abs=1e-4
    )


def test_nothing_left_leaves_the_scores_alone() -> None:
    assert temperature.fit_temperature(np.array([[0.0, -np.inf]]), np.array([1])) == 1.0


@pytest.mark.parametrize(("label", "low", "high"), [(0, 0.01, 0.05), (1, 95.0, 100.0)])
def test_all_right_goes_towards_the_coldest_and_all_wrong_towards_the_hottest(
    label: int, low: float, high: float
) -> None:
    log_p = np.log(np.tile([0.8, 0.2], (3, 1)))
    assert low <= temperature.fit_temperature(log_p, np.full(3, label)) <= high
