"""Flips of edits as differences with intervals: the numbers are those of `compare`."""

import numpy as np
import pytest

from tools.audit.edits import Flips
from tools.audit.effects import measure_effects

LOST = np.array([[0, 3], [10, 0], [44, 2]])
GAINED = np.array([[0, 9], [10, 5], [1, 90]])


def flips(possible: np.ndarray | None = None) -> Flips:
    everything = np.ones(LOST.shape, dtype=bool)
    meant = everything if possible is None else possible
    return Flips(everything, meant, LOST, GAINED, right=100, images=200)


def test_a_difference_by_hand() -> None:
    """3 of 200 lost, 9 won: .03; with one more on either side 4/202 and 10/202."""
    effects = measure_effects(flips(), 0.95)
    assert effects.difference[0, 1] == pytest.approx(0.03)
    assert (effects.low[0, 1], effects.high[0, 1]) == pytest.approx((-0.0064, 0.0658), abs=5e-5)
    assert effects.p[0, 1] == pytest.approx(0.1460, abs=5e-5)  # 2·299/4096, binomial tail of 12


def test_an_edit_that_turns_nothing_has_an_effect_of_0_and_p_of_1() -> None:
    effects = measure_effects(flips(), 0.95)
    assert (effects.difference[0, 0], effects.p[0, 0], effects.p_holm[0, 0]) == (0, 1, 1)
    assert effects.low[0, 0] < 0 < effects.high[0, 0]


def test_what_is_not_possible_is_absent_and_not_corrected_for() -> None:
    possible = np.array([[False, True], [False, False], [False, False]])
    effects = measure_effects(flips(possible), 0.95)
    assert np.isnan(effects.difference).tolist() == (~possible).tolist()
    assert effects.p_holm[0, 1] == effects.p[0, 1]
