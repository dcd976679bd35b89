"""The order of the curve, its shares and their intervals, on small examples."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages.core.arrays import Kind
from stages.sensitivity.curve import SCOPES, Curve, Specification, share_variance
from stages.sensitivity.specification import Combination


def known(
    groups: str = "a", reduce: str = "mean", unmapped: str = "ignore", kind: Kind = "zero_shot"
) -> Specification:
    combination = Combination(groups, "probabilities", reduce, unmapped)  # type: ignore[arg-type]
    return Specification(kind, "net", "bilinear 224", combination)


def made(*rows: tuple[Specification, int], images: int = 100) -> Curve:
    """Specifications that are right on the first images, on a given number of them."""
    right = np.arange(images) < np.array([[count] for _, count in rows])
    return Curve(tuple(one for one, _ in rows), right)


TWO_BY_TWO = made(
    (known("a", "mean"), 10), (known("a", "sum"), 30), (known("b", "mean"), 50),
    (known("b", "sum"), 70),
)  # fmt: skip


def test_shares_are_of_the_choices_that_vary_and_sum_to_one() -> None:
    """Lists move 40 points, reductions 20: deviations 20 and 10, variances 400 : 100."""
    found = share_variance(TWO_BY_TWO, resamples=50, confidence=0.9, seed=0)
    assert list(found) == ["groups", "reduce"]
    assert_allclose([one.share for one in found.values()], [0.8, 0.2])
    assert_allclose([one.swing for one in found.values()], [0.4, 0.2])


def test_an_interval_holds_its_share_and_wider_confidence_is_wider() -> None:
    narrow = share_variance(TWO_BY_TWO, resamples=400, confidence=0.5, seed=0)["groups"]
    wide = share_variance(TWO_BY_TWO, resamples=400, confidence=0.95, seed=0)["groups"]
    assert wide.low < narrow.low < narrow.share < narrow.high < wide.high


def test_the_same_seed_gives_the_same_interval_and_another_another() -> None:
    same = [share_variance(TWO_BY_TWO, 20, 0.95, seed)["groups"].low for seed in (1, 1, 2)]
    assert same[0] == same[1] != same[2]


def test_as_many_resamples_are_drawn_as_were_asked_for() -> None:
    """A hundred are drawn at once, but neither is the rest left out nor the last batch filled."""
    found = [share_variance(TWO_BY_TWO, count, 0.95, 0)["groups"] for count in (100, 150, 200)]
    assert len({(share.low, share.high) for share in found}) == 3


def test_without_a_choice_there_is_no_share() -> None:
    assert share_variance(made((known(), 10)), 10, 0.95, 0) == {}


def test_equal_accuracies_leave_nothing_to_share() -> None:
    found = share_variance(made((known("a"), 10), (known("b"), 10)), 10, 0.95, 0)
    assert found["groups"] == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("scope", "rows"), [("zero_shot", [0, 1, 2]), ("weighed", [0]), ("with_informed", [0, 1, 2, 3])]
)
def test_a_scope_takes_the_specifications_that_it_names(scope: str, rows: list[int]) -> None:
    curve = made(
        (known(), 10), (known(unmapped="reject"), 20), (known(unmapped="random"), 30),
        (known(kind="informed"), 40),
    )  # fmt: skip
    found = curve.only(SCOPES[scope])
    assert found.specifications == tuple(curve.specifications[row] for row in rows)
    assert_allclose(found.accuracies, [(10 + 10 * row) / 100 for row in rows])


def test_combinations_that_get_the_same_images_right_count_once() -> None:
    assert made((known("a"), 10), (known("b"), 10), (known("c"), 11)).distinct == 2
