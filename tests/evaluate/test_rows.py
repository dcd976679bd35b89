"""Results as rows of the tables in metrics/ and plots/."""

from dataclasses import asdict

import numpy as np
import pytest

from stages.evaluate import bootstrap, rows
from tests.evaluate.examples import LABELS, TARGETS, result


def test_metrics_of_a_strategy() -> None:
    """Seven of ten are right; Wilson's interval as in test_numbers.py."""
    expected = {
        "accuracy": 0.7,
        "accuracy_low": 0.396778,
        "accuracy_high": 0.892209,
        "dev_accuracy": 0.7,
        "macro_f1": (2 / 3 + 2 / 3 + 6 / 7) / 3,
        "answered_share": 0.9,
    }
    assert asdict(rows.metrics(result("a"))) == pytest.approx(expected, abs=1e-6)


def test_confusion_has_a_rejected_column_only_where_a_strategy_rejects() -> None:
    rejecting = list(rows.confusion_rows(result("a"), TARGETS))
    assert [(c.actual, c.predicted, c.count, c.share) for c in rejecting[:4]] == [
        ("bird", "bird", 2, 0.5),
        ("bird", "cat", 1, 0.25),
        ("bird", "dog", 0, 0.0),
        ("bird", "rejected", 1, 0.25),
    ]
    assert len(rejecting) == 12
    answering = list(rows.confusion_rows(result("a", predictions=LABELS), TARGETS))
    assert [(c.actual, c.predicted, c.count) for c in answering[:3]] == [
        ("bird", "bird", 4),
        ("bird", "cat", 0),
        ("bird", "dog", 0),
    ]
    assert len(answering) == 9


def test_per_class_rows_name_strategy_kind_and_class() -> None:
    found = list(rows.per_class_rows([result("a", "supervised")], TARGETS))
    assert [(r.strategy, r.kind, r.class_, r.support) for r in found] == [
        ("a", "supervised", "bird", 4),
        ("a", "supervised", "cat", 3),
        ("a", "supervised", "dog", 3),
    ]
    scores = [(r.precision.value, r.recall.value, r.f1.value) for r in found]
    expected = [(1.0, 0.5, 2 / 3), (2 / 3, 2 / 3, 2 / 3), (0.75, 1.0, 6 / 7)]
    np.testing.assert_allclose(scores, expected)


@pytest.mark.parametrize(
    ("confidence", "low", "high"), [(0.5, 1 / 3, 2 / 3), (0.95, 0.1 / 3, 1 - 0.1 / 3)]
)
def test_limits_of_a_class_are_percentiles_of_the_resamples(
    confidence: float, low: float, high: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recall of bird in five resamples that have it 0, 1, 1, 2 and 3 times right of 3: sorted
    0, 1/3, 1/3, 2/3, 1. The middle 50 % lie between the second and the fourth of them; the middle
    95 % begin at 2.5 % of four steps, a tenth of the way from the first to the second."""
    cells = np.zeros((5, 3, 4), dtype=np.int64)
    for resample, hits in enumerate((0, 1, 1, 2, 3)):
        cells[resample, 0, :2] = hits, 3 - hits
    monkeypatch.setattr(bootstrap, "draw_cells", lambda *_: [cells.reshape(5, 12)])
    (bird, *_) = rows.per_class_rows([result("a", confidence=confidence)], TARGETS)
    assert bird.recall.limits == pytest.approx((low, high))


def test_accuracy_rows_hold_test_and_dev_with_their_limits() -> None:
    (row,) = rows.accuracy_rows([result("a", predictions=np.roll(LABELS, 1))])
    assert (row.kind, row.strategy) == ("zero_shot", "a")
    numbers = row.accuracy, row.low, row.high, row.dev_accuracy, row.dev_low, row.dev_high
    assert numbers == pytest.approx((0.7, 0.396778, 0.892209) * 2, abs=1e-6)
