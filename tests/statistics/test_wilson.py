"""Limits of shares, by hand and by statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from stages.statistics import wilson_limits


@given(st.data(), st.integers(1, 50_000), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_limits_equal_statsmodels(data: st.DataObject, images: int, confidence: float) -> None:
    right = data.draw(st.integers(0, images))
    expected = proportion_confint(right, images, 1 - confidence, method="wilson")
    assert wilson_limits(right, images, confidence) == pytest.approx(expected, abs=1e-14)


def test_limits_of_a_thousand_images() -> None:
    """802 right: centre (.802 + z²/2000)/(1 + z²/1000) = .80084, half width .02468."""
    low, high = wilson_limits(802, 1000, 0.95)
    assert (low, high) == pytest.approx((0.776166, 0.825522), abs=1e-6)


def test_none_and_all_have_a_width() -> None:
    """z²/(N + z²) of N = 10: 3.8415/13.8415."""
    low, high = wilson_limits([0, 10], 10, 0.95)
    np.testing.assert_allclose(low, [0, 1 - 0.277533], atol=1e-6)
    np.testing.assert_allclose(high, [0.277533, 1], atol=1e-6)
