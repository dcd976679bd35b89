"""Holm's correction by hand and by statsmodels."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.multitest import multipletests

from stages.statistics import holm


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
