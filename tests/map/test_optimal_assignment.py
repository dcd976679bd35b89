"""The best one-to-one mapping, against all permutations."""

from itertools import permutations

import numpy as np
from hypothesis import given
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from stages.map.strategies import frequency, optimal_assignment
from tests.map.labelled import count_tables, from_counts

OPTIONS = optimal_assignment.Options(method="optimal_assignment")


def test_best_total_beats_the_greedy_one() -> None:
    """1→t0 and 0→t1 agree with 4 + 4 images; greedy gets 5 + 1."""
    mapper = optimal_assignment.fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]), OPTIONS)
    assert mapper.sources.tolist() == [1, 0]


@given(count_tables(classes=5))
def test_total_is_the_best_of_all_permutations(counts: NDArray[np.int64]) -> None:
    best = max(
        sum(counts[s, t] for t, s in enumerate(chosen)) for chosen in permutations(range(5), 3)
    )
    sources = optimal_assignment.fit(from_counts(counts.tolist()), OPTIONS).sources
    assert sum(counts[s, t] for t, s in enumerate(sources) if s >= 0) == best


@given(count_tables())
def test_never_agrees_with_fewer_images_than_frequency(counts: NDArray[np.int64]) -> None:
    train = from_counts(counts.tolist())
    best = optimal_assignment.fit(train, OPTIONS).weights
    greedy = frequency.fit(train, frequency.Options(method="frequency")).weights
    assert (best * counts).sum() >= (greedy * counts).sum()


def test_of_equally_good_assignments_the_lowest_indices_win() -> None:
    """2→t0 and 0→t1 agree with 2 + 3 images, and so do 0→t0 and 3→t1."""
    mapper = optimal_assignment.fit(from_counts([[2, 3], [0, 2], [2, 1], [2, 3]]), OPTIONS)
    assert mapper.sources.tolist() == [2, 0]


def test_target_without_training_images_cannot_be() -> None:
    """Class 2 is left, but nobody agrees with it."""
    mapper = optimal_assignment.fit(from_counts([[3, 0, 0], [0, 0, 2], [0, 0, 0]]), OPTIONS)
    scores = mapper(np.array([[1, 2, 4]], np.float32))
    assert_array_equal(scores, np.array([[1, -np.inf, 2]], np.float32))
