"""Rows of reliability diagrams and risk–coverage curves, worked by hand."""

import numpy as np
import pytest

from stages.core.arrays import Scores
from stages.evaluate.curves import reliability_rows, risk_coverage_rows
from stages.evaluate.inputs import Predictions, StrategyScores
from tests.evaluate.examples import LABELS, TARGETS, predictions_of, scores_of


def sure_of(confidence: list[float], right: int) -> Scores:
    """Ten images with these probabilities of the first choice; the first `right` of them right."""
    first = np.where(np.arange(10) < right, LABELS, (LABELS + 1) % 3)
    p = np.tile((1 - np.array(confidence)[:, np.newaxis]) / 2, 3)
    p[np.arange(10), first] = confidence
    return Scores(p.astype(np.float32), first, "zero_shot", "normalise", ("bird", "cat", "dog"))


def test_a_bin_has_the_share_of_its_images_that_is_right() -> None:
    """Four images at .9, all right; six at .5, of which two are."""
    predictions = predictions_of(a=sure_of([0.9] * 4 + [0.5] * 6, right=6))
    low, high = reliability_rows(predictions, bins=5, level=0.95)
    assert (low.bin_low, low.bin_high, low.images) == pytest.approx((0.4, 0.6, 6))
    assert (low.confidence, low.accuracy) == pytest.approx((0.5, 1 / 3))
    # Wilson, 2 of 6: (2 + z²/2)/(6 + z²) ± z·√(2·4/6 + z²/4)/(6 + z²)
    assert (low.low, low.high) == pytest.approx((0.0968, 0.7000), abs=1e-4)
    assert (high.images, high.accuracy) == (4, 1.0)
    assert (high.low, high.high) == pytest.approx((0.5101, 1.0), abs=1e-4)


def test_a_curve_has_one_point_for_each_coverage_that_a_threshold_reaches() -> None:
    """Ties are answered together: 4 images without an error, then all ten with four."""
    predictions = predictions_of(a=sure_of([0.9] * 4 + [0.5] * 6, right=6))
    assert [(row.coverage, row.risk) for row in risk_coverage_rows(predictions)] == [
        (0.4, 0.0),
        (1.0, 0.4),
    ]


def test_a_curve_of_distinct_confidences_ends_at_full_coverage() -> None:
    rows = list(
        risk_coverage_rows(predictions_of(a=sure_of(list(np.linspace(0.9, 0.45, 10)), right=5)))
    )
    assert [row.coverage for row in rows] == pytest.approx(np.arange(1, 11) / 10)
    assert rows[4].risk == 0
    assert rows[9].risk == 0.5


def test_a_longer_curve_is_thinned_to_fifty_coverages() -> None:
    """200 images of distinct confidence: every fourth point is written, the last among them."""
    confidence = np.linspace(0.99, 0.4, 200)
    p = np.stack([confidence, 1 - confidence, np.zeros(200)], axis=1).astype(np.float32)
    labels = np.zeros(200, np.int64)
    scores = Scores(p, np.zeros(200, np.int64), "zero_shot", "normalise", TARGETS)
    predictions = Predictions(
        TARGETS, labels, labels, (StrategyScores("a", "zero_shot", scores, scores),)
    )
    coverages = [row.coverage for row in risk_coverage_rows(predictions)]
    assert coverages == pytest.approx(np.arange(1, 51) / 50)


def test_without_probabilities_there_is_no_row() -> None:
    predictions = predictions_of(a=scores_of(LABELS))
    assert list(reliability_rows(predictions, bins=5, level=0.95)) == []
    assert list(risk_coverage_rows(predictions)) == []


def test_a_strategy_sure_of_everything_has_one_bin_and_one_point() -> None:
    predictions = predictions_of(a=sure_of([1.0] * 10, right=10))
    (only,) = reliability_rows(predictions, bins=5, level=0.95)
    assert (only.bin_low, only.bin_high, only.images, only.accuracy) == (0.8, 1.0, 10, 1.0)
    assert [(row.coverage, row.risk) for row in risk_coverage_rows(predictions)] == [(1.0, 0.0)]
