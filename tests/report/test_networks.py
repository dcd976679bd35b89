"""`stages.report.networks`: strategies under several networks, and whether orders agree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import kendalltau

from stages.report.networks import agree, best_of_kinds, kendall_tau, set_side_by_side
from stages.results.evaluation import Content, read_content
from tests.results.example import write_evaluation, write_params


def zero_shot(**accuracies: float) -> dict[str, tuple[object, ...]]:
    """Strategies with this accuracy on dev and on test."""
    return {
        name: ("zero_shot", value, value, value, value, value, value, value, 1.0)
        for name, value in accuracies.items()
    }


def two_networks(root: Path) -> Content:
    """Six strategies; the second network swaps the two best ones, and has one more."""
    first = zero_shot(a=0.6, b=0.5, c=0.4, d=0.3, e=0.2, f=0.1)
    write_evaluation(root, "one", strategies=first)
    write_evaluation(root, "two", strategies={**first, **zero_shot(a=0.5, b=0.6, only=0.9)})
    write_params(root, "one", "two")
    return read_content()


def test_one_network_stands_beside_no_other(checkout: Path) -> None:
    assert set_side_by_side(read_content()) is None


def test_tau_of_one_swapped_pair_in_six_and_its_interval() -> None:
    """14 of 15 pairs agree: (14 − 1)/15; tanh(artanh τ ± 1.96·√(.437/2)) by hand."""
    found = agree([6, 5, 4, 3, 2, 1], [5, 6, 4, 3, 2, 1], 0.95)
    assert found is not None
    assert (found.tau, found.low, found.high) == pytest.approx((13 / 15, 0.3828, 0.9774), abs=5e-5)


def test_tau_is_that_of_scipy_with_ties_and_column_by_column() -> None:
    values = np.random.default_rng(0).integers(0, 6, (2, 9, 20)).astype(np.float64)
    wanted = [kendalltau(*values[:, :, column]).statistic for column in range(20)]
    assert_allclose(kendall_tau(*values), wanted)


@pytest.mark.parametrize("after", [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]])
def test_equal_and_reversed_orders_have_no_interval(after: list[float]) -> None:
    found = agree([1, 2, 3, 4, 5], after, 0.95)
    assert found is not None
    assert (abs(found.tau), found.low, found.high) == (1.0, None, None)


@pytest.mark.parametrize("after", [[1.0] * 5, [1.0, 2.0, 3.0, 4.0]])
def test_of_equal_values_or_four_strategies_no_agreement_is_told(after: list[float]) -> None:
    assert agree(list(range(len(after))), after, 0.95) is None


def test_only_strategies_of_both_networks_are_in_the_agreement(checkout: Path) -> None:
    found = set_side_by_side(two_networks(checkout))
    assert found is not None
    (pair,) = found.agreements
    assert (pair.first, pair.second, list(pair.kinds)) == ("one", "two", ["zero_shot"])
    assert pair.kinds["zero_shot"].strategies == 6
    assert pair.kinds["zero_shot"].tau == pytest.approx(13 / 15)
    assert [row.strategy for row in found.rows][:3] == ["only", "a", "b"]  # by mean; then by name
    assert found.rows[0].results[0] is None
    assert found.rows[0].is_best == (False, True)


def test_without_dev_images_test_accuracy_chooses(checkout: Path) -> None:
    """Of one and two it is .6 either way, of `only` .9."""
    content = two_networks(checkout)
    bare = tuple(
        replace(one, results=tuple(replace(r, dev_accuracy=None) for r in one.results))
        for one in content.evaluations
    )
    assert set_side_by_side(Content(bare)) is not None
    assert best_of_kinds(Content(bare))["zero_shot"][1].strategy == "only"
