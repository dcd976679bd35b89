"""Many comparisons: pairs by counting, the declared family."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from stages.core.arrays import Kind
from stages.core.errors import ParamsError
from stages.evaluate.significance import compare_pairs, declare_family

NAMES = ("mean", "sum", "curated", "bayesian", "probe")
KINDS: tuple[Kind, ...] = ("zero_shot", "zero_shot", "informed", "supervised", "supervised")
REFERENCES: dict[Kind, str] = {"zero_shot": "mean", "supervised": "bayesian"}


def test_family_is_each_strategy_against_the_reference_of_its_kind() -> None:
    assert declare_family(NAMES, KINDS, REFERENCES) == ((0, 1), (3, 4))


@pytest.mark.parametrize("references", [{}, {"zero_shot": "probe"}, {"zero_shot": "gone"}])
def test_a_reference_must_be_a_strategy_of_its_kind(references: dict[Kind, str]) -> None:
    message = r"evaluate\.references\.zero_shot is .*; allowed: mean, sum\."
    with pytest.raises(ParamsError, match=message):
        declare_family(NAMES, KINDS, {**references, "supervised": "probe"})


RIGHT = np.array([[1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 1, 1], [1, 1, 1, 0, 0, 0]], dtype=np.bool_)


def test_pairs_count_what_each_gains_over_the_other() -> None:
    pairs = compare_pairs(RIGHT, ((0, 1), (0, 2)), 0.95)
    assert_array_equal(pairs.gained, [[0, 2, 0], [1, 0, 1], [0, 2, 0]])
    assert_allclose(pairs.difference.value, [[0, 1 / 6, 0], [-1 / 6, 0, -1 / 6], [0, 1 / 6, 0]])
    assert_allclose(pairs.p, 1.0)


def test_correction_covers_the_family_and_leaves_the_rest_blank() -> None:
    """2 · ½¹² = .000488, twice over for a family of two; equal strategies have p = 1."""
    right = np.zeros((4, 20), dtype=np.bool_)
    right[1, :12] = True
    right[3, :12] = True
    pairs = compare_pairs(right, ((0, 1), (0, 2)), 0.95)
    assert pairs.p_holm[0, 1] == pairs.p_holm[1, 0] == pytest.approx(2 * 2 * 0.5**12)
    assert pairs.p_holm[0, 2] == 1.0
    assert np.isnan(pairs.p_holm[2:, 3]).all()
    assert pairs.p[2, 3] == pytest.approx(2 * 0.5**12)


def test_all_right_and_all_wrong_are_compared_too() -> None:
    pairs = compare_pairs(np.array([[True] * 8, [False] * 8]), ((0, 1),), 0.95)
    assert pairs.difference.value[0, 1] == -1
    assert pairs.p[0, 1] == pytest.approx(2 * 0.5**8)
