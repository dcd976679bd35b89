"""Paired differences by hand; McNemar and Holm by hand and by statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from stages.statistics import holm, mcnemar_p, paired_difference


def test_interval_matches_the_worked_example() -> None:
    """3 lost, 9 gained of 100: shares 4/102 and 10/102 after one is added to each.

    Centre 6/102 = .0588235; deviation √((14/102 − .0588235²)/102) = .0362176; 1.959964 of them.
    """
    found = paired_difference(3, 9, 100, 0.95)
    assert found.value == pytest.approx(0.06)
    assert_allclose([found.low, found.high], [-0.0121616, 0.1298087], atol=5e-7)


def test_no_flips_leave_a_width() -> None:
    """√(2/102/102) · 1.959964 on either side: a thousand equal answers prove no equality."""
    found = paired_difference(0, 0, 100, 0.95)
    assert_allclose(found, [0, -0.0271745, 0.0271745], atol=5e-7)


def test_limits_stay_within_what_accuracies_can_differ_by() -> None:
    """Both of two images gained: centre 2/4 and reach √((1 − ¼)/4) · 1.959964 would be 1.35."""
    assert paired_difference(0, 2, 2, 0.95).high == 1.0
    assert paired_difference(2, 0, 2, 0.95).low == -1.0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(80, 5000))
def test_exchanging_the_two_turns_the_interval_round(lost: int, gained: int, images: int) -> None:
    there, back = (
        paired_difference(*pair, images, 0.95) for pair in ((lost, gained), (gained, lost))
    )
    assert_allclose([there.value, there.low, there.high], [-back.value, -back.high, -back.low])


@pytest.mark.parametrize(("lost", "gained"), [(0, 0), (0, 5), (5, 0), (3, 3), (7, 19), (120, 160)])
def test_mcnemar_equals_statsmodels(lost: int, gained: int) -> None:
    expected = mcnemar([[50, lost], [gained, 30]], exact=True).pvalue if lost + gained else 1.0
    assert mcnemar_p(lost, gained) == pytest.approx(expected)


def test_mcnemar_by_hand() -> None:
    """Five flips one way: 2 · ½⁵. Four against one: 2 · (1 + 5)/32. As many each way: 1."""
    assert_allclose(mcnemar_p([0, 1, 3, 0], [5, 4, 3, 0]), [0.0625, 0.375, 1.0, 1.0])


def test_holm_by_hand() -> None:
    """Sorted .01 .02 .04 times 3, 2, 1 is .03 .04 .04; in the order given."""
    assert_allclose(holm([0.04, 0.01, 0.02]), [0.04, 0.03, 0.04])


def test_holm_of_nothing_is_nothing() -> None:
    assert holm([]).shape == (0,)


@pytest.mark.parametrize("decimals", [1, 2, 17])
def test_holm_equals_statsmodels(decimals: int) -> None:
    """With many ties, some, and none."""
    p = np.random.default_rng(0).random(30).round(decimals) ** 3
    assert_allclose(holm(p), multipletests(p, method="holm")[1])
