"""Shapley effects by hand, by a loop over all orders, and their properties."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from stages.sensitivity.shapley import number_levels, shapley_effects, swings

GRID_2_2_2 = np.array(list(product([0, 1], repeat=3)))


def by_all_orders(levels: NDArray[np.int64], outcomes: NDArray[np.float64]) -> list[float]:
    """The definition: what a choice adds to Var(E[Y | known]), over all orders."""

    def explained(known: tuple[int, ...]) -> float:
        cells = [tuple(row[list(known)]) for row in levels]
        means = {
            cell: np.mean([y for c, y in zip(cells, outcomes, strict=True) if c == cell])
            for cell in set(cells)
        }
        return float(np.var([means[cell] for cell in cells]))

    orders = list(permutations(range(levels.shape[1])))
    return [
        float(
            np.mean(
                [
                    explained(order[: order.index(choice) + 1])
                    - explained(order[: order.index(choice)])
                    for order in orders
                ]
            )
        )
        for choice in range(levels.shape[1])
    ]


def test_effects_equal_brute_force_on_two_by_two_by_two() -> None:
    outcomes = np.array([0.1, 0.5, 0.2, 0.9, 0.3, 0.35, 0.6, 0.4])
    found = shapley_effects(GRID_2_2_2, outcomes)
    assert_allclose(found, by_all_orders(GRID_2_2_2, outcomes), atol=1e-15)
    assert_allclose(found.sum(), 1.8425 / 8 - (3.35 / 8) ** 2)


def test_choices_that_add_up_get_the_variance_of_their_own_effect() -> None:
    """Y = 4a + 2b + 0c: a level's deviation from the mean is 2, 1 and 0."""
    outcomes = GRID_2_2_2 @ [4.0, 2.0, 0.0]
    assert_allclose(shapley_effects(GRID_2_2_2, outcomes), [4, 1, 0], atol=1e-15)


def test_choices_that_matter_only_together_share_equally() -> None:
    """Y = a xor b has variance 1/4, of which neither choice explains anything alone."""
    outcomes = (GRID_2_2_2[:, 0] ^ GRID_2_2_2[:, 1]).astype(np.float64)
    assert_allclose(shapley_effects(GRID_2_2_2, outcomes), [1 / 8, 1 / 8, 0], atol=1e-15)


def test_an_invalid_combination_is_not_filled_in() -> None:
    """Of 2 × 2 without (1, 1), Y = 0, 3, 6: Var = 6; a alone explains 4.5, b alone 0.

    E[Y | a] = 1.5, 1.5, 6; E[Y | b] = 3, 3, 3. So a adds 4.5 first and 6 second: 5.25; b .75.
    """
    levels = np.array([[0, 0], [0, 1], [1, 0]])
    assert_allclose(shapley_effects(levels, np.array([0.0, 3.0, 6.0])), [5.25, 0.75])


@given(
    arrays(np.bool_, 12).filter(np.any),
    arrays(np.float64, (12, 2), elements=st.floats(0, 1)),
)
def test_effects_sum_to_the_variance_and_none_is_negative(
    valid: NDArray[np.bool_], outcomes: NDArray[np.float64]
) -> None:
    """For any missing rows of a 2 × 2 × 3 grid; each column of outcomes is separate."""
    levels = np.array(list(product([0, 1], [0, 1], [0, 1, 2])))[valid]
    found = shapley_effects(levels, outcomes[valid])
    assert found.shape == (3, 2)
    assert_allclose(found.sum(axis=0), outcomes[valid].var(axis=0), atol=1e-12)
    assert (found > -1e-12).all()
    assert_allclose(found[:, 1], by_all_orders(levels, outcomes[valid, 1]), atol=1e-12)


def test_a_choice_without_a_choice_is_worth_nothing() -> None:
    levels = number_levels([["one", "x"], ["one", "y"]])
    assert levels.tolist() == [[0, 0], [0, 1]]
    assert_allclose(shapley_effects(levels, np.array([1.0, 3.0])), [0, 1])


def test_a_swing_is_what_one_choice_moves_with_all_others_held() -> None:
    """Choice a moves 6 at b = 0 and has one level at b = 1; b moves 3 at a = 0."""
    levels = np.array([[0, 0], [0, 1], [1, 0]])
    assert_allclose(swings(levels, np.array([0.0, 3.0, 6.0])), [6, 3])


@pytest.mark.parametrize("row", [0, 2])
def test_a_single_combination_has_no_swing_and_no_spread(row: int) -> None:
    levels, outcomes = np.array([[0, 0], [0, 1], [1, 0]])[[row]], np.array([0.4])
    assert swings(levels, outcomes).tolist() == [0, 0]
    assert shapley_effects(levels, outcomes).tolist() == [0, 0]
