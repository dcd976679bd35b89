"""Calibration errors by hand, by scikit-learn and by torchmetrics; temperatures by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.calibration import calibration_curve

from stages.evaluate import bootstrap, calibration
from stages.statistics import Estimate

LN4 = np.log(4)
FIFTEEN = calibration.equal_width_edges(15)
RANDOM = np.random.default_rng(0)
CONFIDENCE = RANDOM.beta(4, 2, size=500)
RIGHT = RANDOM.random(500) < CONFIDENCE**2


def test_error_matches_the_worked_example() -> None:
    """Bins (0, ½] and (½, 1]: |1/2 − .35|·2/5 + |2/3 − .8|·3/5 = .06 + .08."""
    confidence = np.array([0.3, 0.4, 0.7, 0.8, 0.9])
    right = np.array([True, False, True, True, False])
    edges = calibration.equal_width_edges(2)
    assert calibration.expected_calibration_error(confidence, right, edges) == pytest.approx(0.14)
    bins = calibration.reliability(confidence, right, edges)
    assert_array_equal(bins.images, [2, 3])
    assert_allclose(bins.accuracy, [1 / 2, 2 / 3])
    assert_allclose(bins.confidence, [0.35, 0.8])
    assert_allclose(bins.high, [0.5, 1.0])


def test_an_edge_belongs_below_one_to_the_last_bin_and_nought_to_the_first() -> None:
    confidence = np.array([0.0, 0.5, 1.0])
    bins = calibration.reliability(
        confidence, np.array([True] * 3), calibration.equal_width_edges(2)
    )
    assert_array_equal(bins.images, [2, 1])


def test_an_empty_bin_counts_nothing_and_has_no_mean() -> None:
    bins = calibration.reliability(
        np.array([0.9]), np.array([True]), calibration.equal_width_edges(2)
    )
    assert np.isnan(bins.accuracy[0])
    error = calibration.expected_calibration_error(np.array([0.9]), np.array([True]), FIFTEEN)
    assert error == pytest.approx(0.1)


@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
def test_bins_are_scikit_learns(strategy: str) -> None:
    edges = FIFTEEN if strategy == "uniform" else calibration.equal_mass_edges(CONFIDENCE, 15)
    bins = calibration.reliability(CONFIDENCE, RIGHT, edges)
    right, confidence = calibration_curve(RIGHT, CONFIDENCE, n_bins=15, strategy=strategy)
    filled = bins.images > 0
    assert_allclose(bins.accuracy[filled], right)
    assert_allclose(bins.confidence[filled], confidence)


def torchmetrics_error(confidence: list[float], right: list[bool]) -> float:
    import torch
    from torchmetrics.functional.classification import binary_calibration_error

    # read as P(class 1), a confidence above ½ is that of the predicted class
    preds, target = torch.tensor(confidence, dtype=torch.float64), torch.tensor(right).int()
    return float(binary_calibration_error(preds, target, n_bins=15))


def test_error_equals_torchmetrics_between_the_edges() -> None:
    found = calibration.expected_calibration_error(CONFIDENCE, RIGHT, FIFTEEN)
    expected = torchmetrics_error(CONFIDENCE.tolist(), RIGHT.tolist())
    assert found == pytest.approx(expected, abs=1e-6)


def test_on_an_edge_torchmetrics_takes_the_bin_above() -> None:
    """.6 = 9/15 and .65: ours are in bins 9 and 10, theirs both in bin 10."""
    confidence, right = [0.6, 0.65], [True, False]
    found = calibration.expected_calibration_error(np.array(confidence), np.array(right), FIFTEEN)
    assert found == pytest.approx((0.4 + 0.65) / 2)
    assert torchmetrics_error(confidence, right) == pytest.approx(abs(1 / 2 - 0.625))


def test_certainty_has_a_bin_of_its_own_in_torchmetrics() -> None:
    """1.0 and .95, one of them wrong: here they share the last bin, there they do not."""
    confidence, right = [1.0, 0.95], [False, True]
    found = calibration.expected_calibration_error(np.array(confidence), np.array(right), FIFTEEN)
    assert found == pytest.approx(0.975 - 0.5)
    assert torchmetrics_error(confidence, right) == pytest.approx((1.0 + 0.05) / 2)


def test_equal_mass_bins_hold_equally_many() -> None:
    edges = calibration.equal_mass_edges(np.arange(1, 31) / 31, 15)
    bins = calibration.reliability(np.arange(1, 31) / 31, np.ones(30, dtype=np.bool_), edges)
    assert_array_equal(bins.images, 2)


def test_equal_confidences_share_a_bin() -> None:
    confidence = np.full(20, 0.7)
    right = np.arange(20) < 10
    edges = calibration.equal_mass_edges(confidence, 15)
    assert calibration.reliability(confidence, right, edges).images.max() == 20
    assert calibration.expected_calibration_error(confidence, right, edges) == pytest.approx(0.2)


def test_surpluses_of_a_resample_give_the_error_of_the_images_drawn() -> None:
    counts = np.hstack(list(bootstrap.Resamples(len(CONFIDENCE), 5, seed=0).blocks()))
    columns = calibration.surpluses(CONFIDENCE, RIGHT, FIFTEEN)
    again = np.abs(bootstrap.resampled_sums([counts], {"x": columns})["x"]).sum(axis=1) / 500
    for found, column in zip(again, counts.T, strict=True):
        rows = np.repeat(np.arange(500), column.astype(int))
        expected = calibration.expected_calibration_error(CONFIDENCE[rows], RIGHT[rows], FIFTEEN)
        assert found == pytest.approx(expected, abs=1e-6)


def test_chance_alone_gives_the_error_that_drawing_the_outcomes_gives() -> None:
    chance = calibration.error_if_calibrated(CONFIDENCE, FIFTEEN, 0.95)
    random = np.random.default_rng(1)
    drawn = [
        calibration.expected_calibration_error(CONFIDENCE, random.random(500) < CONFIDENCE, FIFTEEN)
        for _ in range(2000)
    ]
    assert_allclose(chance, [np.mean(drawn), *np.quantile(drawn, [0.025, 0.975])], rtol=0.05)


def test_certain_and_right_leaves_nothing_to_chance() -> None:
    assert calibration.error_if_calibrated(np.ones(10), FIFTEEN, 0.95) == (0, 0, 0)


CHANCE = Estimate(0.02, 0.01, 0.03)


def test_interval_takes_off_what_resampling_added() -> None:
    """Error .10, resamples .11 ± .01: centre .09, reach 1.959964 · .01."""
    found = calibration.error_interval(0.10, np.array([0.10, 0.12]), CHANCE, 0.95)
    assert_allclose(found, [0.10, 0.0704004, 0.1095996], atol=1e-7)


def test_interval_reaches_nought_where_chance_explains_the_error() -> None:
    found = calibration.error_interval(0.03, np.array([0.03, 0.05]), CHANCE, 0.95)
    assert_allclose(found, [0.03, 0.0, 0.0395996], atol=1e-7)


def test_temperature_matches_the_worked_example() -> None:
    """80 % sure and right in 2 of 3: p must become 2/3, so T = ln 4 / ln 2 = 2."""
    log_p = np.log(np.tile([0.8, 0.2], (3, 1)))
    fitted = calibration.fit_temperature(log_p, np.array([0, 0, 1]))
    assert fitted == pytest.approx(2.0, abs=1e-4)
    assert_allclose(
        np.exp(calibration.apply_temperature(log_p, fitted))[0], [2 / 3, 1 / 3], atol=1e-5
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
    fitted = calibration.fit_temperature(log_p, labels)
    found = np.exp(calibration.apply_temperature(log_p, fitted))
    assert_allclose(found, scaled.predict_proba(inputs), atol=2e-4)


def test_scaling_keeps_the_order_and_what_cannot_be() -> None:
    log_p = np.log([[0.5, 0.3, 0.2]])
    log_p = np.append(log_p, [[-np.inf]], axis=1)
    tempered = calibration.apply_temperature(log_p, 3.0)
    assert_array_equal(np.argsort(tempered), np.argsort(log_p))
    assert tempered[0, 3] == -np.inf
    assert np.exp(tempered).sum() == pytest.approx(1.0)


def test_images_whose_target_was_ruled_out_are_left_out() -> None:
    log_p = np.array([[np.log(0.8), np.log(0.2), -np.inf]] * 4)
    assert calibration.fit_temperature(log_p, np.array([0, 0, 1, 2])) == pytest.approx(
        2.0, abs=1e-4
    )


def test_nothing_left_leaves_the_scores_alone() -> None:
    assert calibration.fit_temperature(np.array([[0.0, -np.inf]]), np.array([1])) == 1.0


@pytest.mark.parametrize(("label", "low", "high"), [(0, 0.01, 0.05), (1, 95.0, 100.0)])
def test_all_right_goes_towards_the_coldest_and_all_wrong_towards_the_hottest(
    label: int, low: float, high: float
) -> None:
    log_p = np.log(np.tile([0.8, 0.2], (3, 1)))
    assert low <= calibration.fit_temperature(log_p, np.full(3, label)) <= high
