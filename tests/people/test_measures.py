"""Formulas of people and strategies, by examples that are worked out by hand."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from stages.people import measures
from tests.people.example import COUNTS, LABELS


def test_the_share_of_people_who_are_right() -> None:
    assert measures.shares_right(COUNTS, LABELS).tolist() == [1, 0.5, 0.5, 0]


def test_of_equally_common_answers_the_lowest_target_counts_and_they_are_told() -> None:
    assert measures.plurality(COUNTS).tolist() == [0, 0, 1, 1]
    assert measures.are_tied(COUNTS).tolist() == [False, True, True, False]


def test_agreement_is_that_both_are_right_or_both_wrong() -> None:
    right = np.array([True, True, False, False])
    shares = np.array([1, 0.75, 0.75, 0])
    assert measures.agreements(right, shares).tolist() == [1, 0.75, 0.25, 1]


def test_kappa_of_an_example_by_hand() -> None:
    """Right on images 1 and 2, people on 1, ½, ½, 0: agreement ¾, by chance ½, so κ is ½."""
    right = np.array([True, True, False, False])
    shares = measures.shares_right(COUNTS, LABELS)
    observed = measures.agreements(right, shares).mean()
    expected = measures.chance_agreement(right.mean(), shares.mean())
    assert observed == 0.75
    assert expected == 0.5
    assert measures.kappa(observed, expected) == 0.5


def test_of_one_person_it_is_the_kappa_that_others_compute() -> None:
    """Where q is 0 or 1, error consistency is Cohen's κ of two lists of right and wrong."""
    random = np.random.default_rng(0)
    first, second = random.random(200) < 0.7, random.random(200) < 0.4
    observed = measures.agreements(first, second.astype(np.float64)).mean()
    found = measures.kappa(observed, measures.chance_agreement(first.mean(), second.mean()))
    assert found == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)


def test_kappa_does_not_exist_where_chance_alone_agrees_everywhere() -> None:
    assert np.isnan(measures.kappa(np.array(1.0), np.array(1.0)))


def test_two_people_are_two_different_ones() -> None:
    """Of ten, five right: (5·4 + 5·4) / (10·9) = 4/9, less than the ½ of one drawn twice."""
    chances = measures.pair_agreements(COUNTS, LABELS)
    assert chances.tolist() == pytest.approx([1, 4 / 9, 4 / 9, 1], abs=1e-15)


def test_entropy_of_people_is_zero_where_all_agree() -> None:
    """ln 2 = .6931… where half say one thing and half another."""
    found = measures.entropies(COUNTS)
    assert found.tolist() == pytest.approx([0, 0.6931471805599453, 0.6931471805599453, 0])
    assert not np.signbit(found).any()


def test_cross_entropy_of_even_probabilities_is_the_logarithm_of_their_number() -> None:
    """ln 3 = 1.0986…, whatever people say."""
    found = measures.cross_entropies(COUNTS, np.log(np.full((4, 3), 1 / 3)))
    assert found.tolist() == pytest.approx([1.0986122886681098] * 4)


def test_cross_entropy_is_infinite_only_where_a_person_gave_the_excluded_answer() -> None:
    half = np.log(0.5)
    log_p = np.array([[half, half, -np.inf]]).repeat(4, axis=0)
    found = measures.cross_entropies(COUNTS, log_p)
    assert found[[0, 1, 3]].tolist() == pytest.approx([0.6931471805599453] * 3)
    assert np.isposinf(found[2])


def test_no_cross_entropy_is_below_the_entropy_of_people() -> None:
    random = np.random.default_rng(0)
    counts = random.integers(0, 9, (300, 5)) + 1
    log_p = np.log(random.dirichlet(np.ones(5), 300))
    assert (measures.cross_entropies(counts, log_p) >= measures.entropies(counts) - 1e-12).all()
