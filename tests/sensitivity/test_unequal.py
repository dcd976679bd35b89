"""Samples in which the classes are not equally frequent."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages.map.evidence import Evidence
from stages.map.strategies import balance, standardise
from stages.sensitivity.unequal import (
    EVEN,
    LONG_TAIL,
    MAJORITY,
    choose_shares,
    measure_unequal,
    resample_labels,
)
from tests.map.unlabelled import images, knowledge

LABELS = np.repeat([0, 1, 2], 40)


@pytest.mark.parametrize(
    ("case", "draw", "expected"),
    [
        (EVEN, 0, [1, 1, 1]),
        ("one class halved", 0, [0.5, 1, 1]),
        ("one class at a tenth", 1, [1, 1, 0.1]),  # the next draw takes another class
        ("one class absent", 0, [0, 1, 1]),
        (MAJORITY, 0, [1, 0.5, 0.5]),  # as many as the two others together
        (LONG_TAIL, 0, [1, 10**-0.5, 0.1]),
        (LONG_TAIL, 1, [10**-0.5, 0.1, 1]),
    ],
)
def test_a_case_says_what_is_kept_of_each_class(
    case: str, draw: int, expected: list[float]
) -> None:
    assert_allclose(choose_shares(case, 3, draw), expected)


def test_that_share_is_drawn_without_repetition_and_by_seed() -> None:
    keep = np.array([1, 0.5, 0])
    drawn = resample_labels(LABELS, keep, seed=0)
    assert np.bincount(LABELS[drawn], minlength=3).tolist() == [40, 20, 0]
    assert drawn.tolist() == sorted(set(drawn.tolist()))
    assert resample_labels(LABELS, keep, seed=1).tolist() != drawn.tolist()


def test_every_strategy_meets_every_case_and_the_even_one_once() -> None:
    z, labels = images([0.34, 0.33, 0.33], count=300)
    evidence = Evidence(knowledge([[0], [1], [2]]), z, labels, z[:1])
    start = standardise.Options(method="standardise", groups="wordnet_broad", reduce="mean")
    found = measure_unequal({"start": start}, evidence, draws=2)
    assert [len(one.accuracies) for one in found] == [1, 2, 2, 2, 2, 2]
    assert found[0].case == EVEN
    assert all(0.5 < one.accuracies.min() <= 1 for one in found)


def test_standardise_with_the_same_list_is_the_measure() -> None:
    """Three lists that recognise everything: a majority costs `balance` some images."""
    z, labels = images([0.34, 0.33, 0.33], count=300, hint=8.0)
    evidence = Evidence(knowledge([[0], [1], [2]]), z, labels, z[:1])
    even = balance.Options(method="balance", groups="wordnet_broad", reduce="mean", prior="uniform")
    found = {one.case: one for one in measure_unequal({"even": even}, evidence, draws=2)}
    assert found[EVEN].plain.tolist() == [1.0]
    assert (found[MAJORITY].differences == found[MAJORITY].accuracies - 1).all()
