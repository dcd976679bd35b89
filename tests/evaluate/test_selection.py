"""Risk and coverage by hand and by a slow loop; the two definitions of AURC differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from stages.evaluate import bootstrap, selection

CONFIDENCE = np.array([0.2, 0.9, 0.6, 0.8])
WRONG = np.array([True, False, True, False])  # most confident first: right, right, wrong, wrong


def slow_aurc(confidence: NDArray[np.float64], wrong: NDArray[np.bool_]) -> float:
    """Mean risk over coverages 1/N … 1, each tied image counted as its tie's mean."""
    means = np.array([wrong[confidence == c].mean() for c in confidence])
    order = np.argsort(-confidence, kind="stable")
    return float(np.mean(np.cumsum(means[order]) / np.arange(1, len(wrong) + 1)))


def slow_coverage(confidence: NDArray[np.float64], wrong: NDArray[np.bool_], risk: float) -> float:
    allowed = [
        np.mean(confidence >= c) for c in confidence if wrong[confidence >= c].mean() <= risk
    ]
    return float(max(allowed, default=0.0))


def test_curve_matches_the_worked_example() -> None:
    curve = selection.risk_coverage_curve(CONFIDENCE, WRONG)
    assert_allclose(curve.threshold, [0.9, 0.8, 0.6, 0.2])
    assert_allclose(curve.coverage, [0.25, 0.5, 0.75, 1.0])
    assert_allclose(curve.risk, [0, 0, 1 / 3, 1 / 2])


def test_aurc_is_the_mean_risk_and_not_the_trapezoid() -> None:
    """(0 + 0 + 1/3 + 1/2)/4 = .2083; the trapezoid over the same points is .1458."""
    curve = selection.risk_coverage_curve(CONFIDENCE, WRONG)
    assert selection.aurc_loss(CONFIDENCE, WRONG) == pytest.approx(0.208333, abs=1e-6)
    assert np.trapezoid(curve.risk, curve.coverage) == pytest.approx(0.145833, abs=1e-6)


def test_equal_confidences_give_the_expected_risk_in_any_order() -> None:
    """Two images tied, one wrong: risks ½ and ½. One point on the curve, none between."""
    tied = np.array([0.7, 0.7])
    for wrong in ([True, False], [False, True]):
        assert selection.aurc_loss(tied, np.array(wrong)) == pytest.approx(0.5)
        assert_allclose(selection.risk_coverage_curve(tied, np.array(wrong)), [[0.7], [1.0], [0.5]])


def test_coverage_is_the_largest_that_has_the_risk() -> None:
    """The most confident image is wrong, the next nine are right: 10 % at coverage 1."""
    confidence = np.linspace(1, 0.1, 10)
    wrong = np.arange(10) == 0
    assert selection.coverage_at_risk(confidence, wrong, 0.1) == 1.0
    assert selection.coverage_at_risk(confidence, wrong, 0.05) == 0.0
    assert selection.coverage_at_risk(CONFIDENCE, WRONG, 0.4) == 0.75


@pytest.mark.parametrize(("wrong", "aurc", "coverage"), [(False, 0.0, 1.0), (True, 1.0, 0.0)])
def test_all_right_and_all_wrong(wrong: bool, aurc: float, coverage: float) -> None:
    all_alike = np.full(4, wrong)
    assert selection.aurc_loss(CONFIDENCE, all_alike) == aurc
    assert selection.coverage_at_risk(CONFIDENCE, all_alike, 0.05) == coverage


images = st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=40)


@given(images, st.sampled_from([0.05, 0.1, 0.3, 0.5]))
def test_numbers_equal_the_slow_loops_with_many_ties(
    drawn: list[tuple[int, bool]], risk: float
) -> None:
    confidence = np.array([c / 6 for c, _ in drawn])
    wrong = np.array([w for _, w in drawn])
    assert selection.aurc_loss(confidence, wrong) == pytest.approx(slow_aurc(confidence, wrong))
    found = selection.coverage_at_risk(confidence, wrong, risk)
    assert found == pytest.approx(slow_coverage(confidence, wrong, risk))


@pytest.mark.parametrize("segment", [1, 13, 16_384])
@pytest.mark.parametrize("levels", [7, 10_000])
def test_a_resample_has_the_numbers_of_the_images_drawn(
    levels: int, segment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many images are read at a time."""
    monkeypatch.setattr(selection, "SEGMENT", segment)
    random = np.random.default_rng(0)
    confidence = np.ceil(random.random(60) * levels) / levels
    wrong = random.random(60) > confidence
    blocks = list(bootstrap.Resamples(60, 70, seed=1).blocks())
    found = selection.resampled_selection(blocks, confidence, wrong, (0.1, 0.3))
    for row, column in zip(found, np.hstack(blocks).T, strict=True):
        rows = np.repeat(np.arange(60), column.astype(int))
        expected = [slow_coverage(confidence[rows], wrong[rows], risk) for risk in (0.1, 0.3)]
        assert_allclose(row, [slow_aurc(confidence[rows], wrong[rows]), *expected])
