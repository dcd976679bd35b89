"""What may differ, by kind of strategy and by metric."""

import pytest

from tools.verify import tolerances


@pytest.mark.parametrize(
    ("kind", "images", "allowed"),
    [("zero_shot", 1000, 2), ("supervised", 4000, 2), ("label_free", 4000, 40),
     ("transductive", 1000, 10)],
)  # fmt: skip
def test_only_strategies_that_teach_themselves_may_change_more_than_two_predictions(
    kind: str, images: int, allowed: float
) -> None:
    assert tolerances.predictions(kind, images) == pytest.approx(allowed)


@pytest.mark.parametrize(
    ("precision", "images", "allowed"),
    [("float32", 4000, 4), ("float32", 120, 1), ("bfloat16", 120, 12)],
)
def test_one_top1_class_in_a_thousand_may_be_another_and_one_of_fewer(
    precision: str, images: int, allowed: float
) -> None:
    assert tolerances.top1(precision, images) == pytest.approx(allowed)


@pytest.mark.parametrize(
    ("kind", "name", "allowed"),
    [
        ("zero_shot", "accuracy", 0.0021),  # two of 1,000 images, and the last digit of both
        ("zero_shot", "macro_f1", 0.0101),
        ("label_free", "accuracy", 0.0101),
        ("transductive", "macro_f1", 0.0101),
    ],
)
def test_a_metric_may_move_by_as_much_as_was_measured(kind: str, name: str, allowed: float) -> None:
    assert tolerances.metric(kind, name, 1000) == pytest.approx(allowed)
