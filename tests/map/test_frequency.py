"""The greedy one-to-one mapping, on tables small enough to follow."""

import numpy as np
from hypothesis import given
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from stages.map.strategies import frequency
from tests.map.labelled import count_tables, from_counts

OPTIONS = frequency.Options(method="frequency")


def test_greedy_takes_the_largest_count_first() -> None:
    """5 is the largest, so class 0 goes to t0; t1 must do with class 2. Total 6; 8 is best."""
    mapper = frequency.fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]), OPTIONS)
    assert mapper.sources.tolist() == [0, 2]


def test_score_is_the_logit_of_the_class() -> None:
    mapper = frequency.fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]), OPTIONS)
    assert mapper(np.array([[1, 2, 4, 8]], np.float32)).tolist() == [[1, 4]]
    assert mapper.weights.tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]


@given(count_tables())
def test_assignment_matches_a_sorted_list(counts: NDArray[np.int64]) -> None:
    """Reference: walk all pairs from the commonest down, skip what is taken."""
    sources = [-1] * counts.shape[1]
    for s, t in sorted(np.ndindex(counts.shape), key=lambda pair: (-counts[pair], pair)):
        if counts[s, t] and sources[t] == -1 and s not in sources:
            sources[t] = s
    assert frequency.fit(from_counts(counts.tolist()), OPTIONS).sources.tolist() == sources


@given(count_tables())
def test_no_class_stands_for_two_targets(counts: NDArray[np.int64]) -> None:
    sources = frequency.fit(from_counts(counts.tolist()), OPTIONS).sources
    held = sources[sources >= 0]
    assert len(set(held.tolist())) == len(held)


def test_equal_counts_go_to_the_lowest_class_then_the_lowest_target() -> None:
    mapper = frequency.fit(from_counts([[2, 2], [2, 2]]), OPTIONS)
    assert mapper.sources.tolist() == [0, 1]


def test_target_without_training_images_cannot_be_and_leaves_the_others_alone() -> None:
    """The published code gives the absent target class 0, and with it another's images."""
    mapper = frequency.fit(from_counts([[3, 0, 0], [0, 0, 2]]), OPTIONS)
    scores = mapper(np.array([[1, 2]], np.float32))
    assert_array_equal(scores, np.array([[1, -np.inf, 2]], np.float32))
