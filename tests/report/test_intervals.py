"""Intervals of the tables, against values that statsmodels 0.15.0 gave to 12 digits."""

import pytest

from stages.report.intervals import wilson


@pytest.mark.parametrize(
    ("accuracy", "images", "low", "high"),
    [
        (0.802, 1000, 0.776166200306, 0.825522437569),
        (0.839, 1000, 0.814929990306, 0.860475467441),
        (0.377, 1000, 0.347487093402, 0.407454289186),
        (0.668, 1000, 0.638217844041, 0.696496365108),
    ],
)
def test_the_ends_are_those_of_the_count(
    accuracy: float, images: int, low: float, high: float
) -> None:
    assert wilson(accuracy, images, 0.95) == pytest.approx((low, high), abs=1e-12)


def test_an_accuracy_that_was_rounded_still_names_its_count() -> None:
    """4,567 of 9,999 is .456746, and .4567 in metrics/."""
    assert wilson(0.4567, 9999, 0.95) == wilson(4567 / 9999, 9999, 0.95)
