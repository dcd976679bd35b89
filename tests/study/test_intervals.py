"""Intervals against scipy and those of stages.statistics."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stages.statistics import paired_difference
from stages.study import intervals


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
