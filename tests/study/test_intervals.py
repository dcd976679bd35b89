"""Intervals against statsmodels, scipy and the one that `compare` uses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from stages.statistics import paired_difference
from stages.study import intervals

flags = st.lists(st.booleans(), min_size=1, max_size=60).map(np.array)


@given(flags, st.sampled_from([0.8, 0.95, 0.99]))
def test_a_share_has_wilsons_interval(found: np.ndarray, confidence: float) -> None:
    estimate = intervals.share(found, confidence)
    low, high = proportion_confint(found.sum(), len(found), 1 - confidence, method="wilson")
    assert estimate.value == found.mean()
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=1e-12)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_a_paired_difference_is_that_of_compare(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array(pairs).T
    estimate = intervals.share_difference(before, after, 0.95)
    lost, gained = (before & ~after).sum(), (after & ~before).sum()
    expected = paired_difference(lost, gained, len(pairs), 0.95)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-12)


def test_what_becomes_right_counts_up() -> None:
    """Of 4 images one turns right and none wrong: ((1 + 1) − (0 + 1))/(4 + 2) is the centre."""
    before, after = np.array([1, 0, 0, 0], bool), np.array([1, 1, 0, 0], bool)
    estimate = intervals.share_difference(before, after, 0.95)
    assert estimate.value == 0.25
    assert (estimate.low + estimate.high) / 2 == pytest.approx(1 / 6)


def test_a_mean_has_students_interval() -> None:
    values = np.array([0.1, 0.4, 0.35, 0.8])
    estimate = intervals.mean(values, 0.9)
    expected = stats.t.interval(0.9, 3, values.mean(), stats.sem(values))
    assert (estimate.low, estimate.high) == pytest.approx(expected)


def test_limits_of_a_mean_stay_where_values_can_be() -> None:
    estimate = intervals.mean(np.array([0.0, 0.1, 0.9]), 0.95, lowest=0)
    assert (estimate.low, estimate.high) == (0, 1)
