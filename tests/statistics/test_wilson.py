"""Limits of shares, against values that statsmodels 0.15.0 gave to 12 digits."""

import numpy as np
import pytest

from stages.statistics import wilson_limits


@pytest.mark.parametrize(
    ("right", "low", "high"),
    [
        (802, 0.776166200306, 0.825522437569),
        (839, 0.814929990306, 0.860475467441),
        (377, 0.347487093402, 0.407454289186),
        (668, 0.638217844041, 0.696496365108),
    ],
)
def test_limits_of_a_thousand_images(right: int, low: float, high: float) -> None:
    assert wilson_limits(right, 1000, 0.95) == pytest.approx((low, high), abs=1e-12)


def test_none_and_all_have_a_width() -> None:
    """z²/(N + z²) of N = 10: 3.8415/13.8415."""
    low, high = wilson_limits([0, 10], 10, 0.95)
    np.testing.assert_allclose(low, [0, 1 - 0.277533], atol=1e-6)
    np.testing.assert_allclose(high, [0.277533, 1], atol=1e-6)
