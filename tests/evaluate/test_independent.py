"""Risk, coverage and equal-mass ECE against torch-uncertainty, and where the two differ."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch_uncertainty.metrics.classification import (  # type: ignore[import-untyped]  # no stubs
    AURC,
    AdaptiveCalibrationError,
    CovAtxRisk,
)
from torchmetrics import Metric

from stages.evaluate import calibration, selection

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def images(count: int) -> tuple[Floats, Flags]:
    """Distinct confidences in [1/2, 1] of two targets, and predictions right about as often."""
    random = np.random.default_rng(0)
    confidence = 0.5 + random.permutation(count) / (2 * count)
    return confidence, random.random(count) > confidence


def told_by(metric: Metric, confidence: Floats, wrong: Flags) -> float:
    """Their value for the same images: target 0 is predicted with that confidence."""
    metric.update(
        torch.tensor(np.column_stack([confidence, 1 - confidence])),
        torch.tensor(wrong.astype(np.int64)),
    )
    return float(metric.compute())


def test_aurc_is_theirs_but_for_the_trapezoid() -> None:
    """Theirs is the trapezoid over coverages 1/N … 1, divided by 1 − 1/N: the first and last risk
    count half. Ours is the mean of all N risks.
    """
    confidence, wrong = images(200)
    risks = np.cumsum(wrong[np.argsort(-confidence)]) / np.arange(1, 201)
    ours = selection.aurc_loss(confidence, wrong)
    expected = (200 * ours - (risks[0] + risks[-1]) / 2) / 199
    assert told_by(AURC(), confidence, wrong) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("risk", [0.05, 0.1, 0.2])
def test_coverage_at_a_risk_is_theirs(risk: float) -> None:
    confidence, wrong = images(200)
    ours = selection.coverage_at_risk(confidence, wrong, risk)
    assert 0 < ours < 1
    assert told_by(CovAtxRisk(risk), confidence, wrong) == pytest.approx(ours)


def test_among_equal_confidences_they_may_stop_and_we_do_not() -> None:
    """One right and one wrong image tied: no threshold answers the right one alone, so the
    coverage at risk 0 is 0; theirs is ½ or undefined, as the order of the images has it.
    """
    tied = np.array([0.7, 0.7])
    for wrong in (np.array([False, True]), np.array([True, False])):
        assert selection.coverage_at_risk(tied, wrong, 0.0) == 0
    theirs = [told_by(CovAtxRisk(0.0), tied, np.array(w)) for w in ([False, True], [True, False])]
    assert sorted(theirs, key=np.isnan)[0] == 0.5
    assert np.isnan(theirs).any()


def test_where_no_coverage_has_the_risk_ours_is_none_of_the_images_and_theirs_undefined() -> None:
    confidence, wrong = np.array([0.9, 0.6]), np.array([True, True])
    assert selection.coverage_at_risk(confidence, wrong, 0.1) == 0
    assert np.isnan(told_by(CovAtxRisk(0.1), confidence, wrong))


def test_equal_mass_error_is_theirs_where_the_bins_hold_equally_many() -> None:
    confidence, wrong = images(150)
    edges = calibration.equal_mass_edges(confidence, 15)
    ours = calibration.expected_calibration_error(confidence, ~wrong, edges)
    metric = AdaptiveCalibrationError(task="multiclass", num_bins=15, num_classes=2)
    theirs = told_by(metric, confidence, wrong)
    assert theirs == pytest.approx(ours, abs=1e-6)
