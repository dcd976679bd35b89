"""Rows as they land in metrics/ and plots/."""

from typing import NamedTuple

import numpy as np

from stages.evaluate import tables
from tests.evaluate.examples import LABELS, TARGETS, ints, result


def test_metrics_are_exactly_six_rounded_numbers() -> None:
    assert tables.metrics(result("a"), 4) == {
        "accuracy": 0.7,
        "accuracy_high": 0.8922,
        "accuracy_low": 0.3968,
        "answered_share": 0.9,
        "dev_accuracy": 0.7,
        "macro_f1": 0.7302,
    }


def test_confusion_has_a_rejected_column_only_where_a_strategy_rejects() -> None:
    rejecting = list(tables.confusion_rows(result("a"), TARGETS, 2))
    assert rejecting[:4] == [
        ("bird", "bird", 2, 0.5),
        ("bird", "cat", 1, 0.25),
        ("bird", "dog", 0, 0.0),
        ("bird", "rejected", 1, 0.25),
    ]
    assert len(rejecting) == 12
    answering = list(tables.confusion_rows(result("a", predictions=LABELS), TARGETS, 2))
    assert [row[:3] for row in answering[:3]] == [
        ("bird", "bird", 4),
        ("bird", "cat", 0),
        ("bird", "dog", 0),
    ]
    assert len(answering) == 9


def test_per_class_rows_name_strategy_kind_and_class_and_limit_every_score() -> None:
    rows = list(tables.per_class_rows([result("a", "supervised")], TARGETS, 3))
    cells = [dict(zip(tables.PER_CLASS_HEADER, row, strict=True)) for row in rows]
    for score in ("precision", "recall", "f1"):
        assert all(row[f"{score}_low"] <= row[score] <= row[f"{score}_high"] for row in cells)
    assert cells[0]["recall_low"] < 0.5 < cells[0]["recall_high"]
    assert [(*row[:4], row[6], row[9], row[12]) for row in rows] == [
        ("a", "supervised", "bird", 1.0, 0.5, 0.667, 4),
        ("a", "supervised", "cat", 0.667, 0.667, 0.667, 3),
        ("a", "supervised", "dog", 0.75, 1.0, 0.857, 3),
    ]


def test_accuracy_rows_hold_test_and_dev_with_their_limits() -> None:
    rows = list(tables.accuracy_rows([result("a", predictions=np.roll(LABELS, 1))], 2))
    assert rows == [("zero_shot", "a", 0.7, 0.4, 0.89, 0.7, 0.4, 0.89)]


def test_nothing_right_is_written_as_zero_not_as_minus_zero() -> None:
    wrong = result("a", predictions=ints(*[-1] * 10))
    assert str(tables.metrics(wrong, 4)["accuracy_low"]) == "0.0"


class Example(NamedTuple):
    name: str
    value: float | None
    p: float
    images: int


def test_typed_rows_are_rounded_but_small_p_values_keep_three_digits() -> None:
    table = tables.Table(Example, [Example("a", 0.123456, 0.0000012345, 3)])
    assert table.header == ("name", "value", "p", "images")
    assert list(table.rounded(3)) == [("a", 0.123, 1.23e-06, 3)]


def test_what_has_no_value_is_empty_and_zero_has_no_sign() -> None:
    rows = [
        Example("a", None, 1.0, 0),
        Example("b", float("nan"), 1.0, 0),
        Example("c", -1e-9, 1.0, 0),
    ]
    written = [row[1] for row in tables.Table(Example, rows).rounded(3)]
    assert [str(value) for value in written] == ["None", "", "0.0"]  # csv writes None as nothing
