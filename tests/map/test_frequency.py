"""The greedy one-to-one mapping, on tables small enough to follow."""

import numpy as np
from hypothesis import given
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from stages.map.evidence import Labelled
from stages.map.one_to_one import OneToOne
from stages.map.strategies import frequency
from tests.map.labelled import count_tables, from_counts

OPTIONS = frequency.Options(method="frequency")


def fit(train: Labelled) -> OneToOne:
    """With one class for each target, as published."""
    mapper = frequency.fit(train, OPTIONS)
    assert isinstance(mapper, OneToOne)
    return mapper


def test_greedy_takes_the_largest_count_first() -> None:
    """5 is the largest, so class 0 goes to t0; t1 must do with class 2. Total 6; 8 is best."""
    mapper = fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]))
    assert mapper.sources.tolist() == [0, 2]


def test_score_is_the_logit_of_the_class() -> None:
    mapper = fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]))
    assert mapper(np.array([[1, 2, 4, 8]], np.float32)).tolist() == [[1, 4]]
    assert mapper.weights.tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]


@given(count_tables())
def test_assignment_matches_a_sorted_list(counts: NDArray[np.int64]) -> None:
    """Reference: walk all pairs from the commonest down, skip what is taken."""
    sources = [-1] * counts.shape[1]
    for s, t in sorted(np.ndindex(counts.shape), key=lambda pair: (-counts[pair], pair)):
        if counts[s, t] and sources[t] == -1 and s not in sources:
            sources[t] = s
    assert fit(from_counts(counts.tolist())).sources.tolist() == sources


@given(count_tables())
def test_no_class_stands_for_two_targets(counts: NDArray[np.int64]) -> None:
    sources = fit(from_counts(counts.tolist())).sources
    held = sources[sources >= 0]
    assert len(set(held.tolist())) == len(held)


def test_equal_counts_go_to_the_lowest_class_then_the_lowest_target() -> None:
    mapper = fit(from_counts([[2, 2], [2, 2]]))
    assert mapper.sources.tolist() == [0, 1]


def test_target_without_training_images_cannot_be_and_leaves_the_others_alone() -> None:
    """The published code gives the absent target class 0, and with it another's images."""
    mapper = fit(from_counts([[3, 0, 0], [0, 0, 2]]))
    scores = mapper(np.array([[1, 2]], np.float32))
    assert_array_equal(scores, np.array([[1, -np.inf, 2]], np.float32))


def test_two_classes_a_target_by_greedy_counts_each_class_used_once() -> None:
    """By hand: 9 gives 0 → a, 8 gives 1 → b, 6 gives 2 → a (full), 4 and 3 are of a, 2 → b."""
    counts = [[9, 7], [0, 8], [6, 5], [4, 1], [3, 2]]
    assert frequency.choose_sources(np.array(counts, np.float64), 2) == [[0, 2], [1, 4]]
    options = frequency.Options(method="frequency", sources=2)
    scores = frequency.fit(from_counts(counts), options)(np.log([[0.1, 0.2, 0.3, 0.25, 0.15]]))
    np.testing.assert_allclose(scores, [[0.2, 0.175]])


@given(count_tables())
def test_one_source_is_the_published_mapping(counts: NDArray[np.int64]) -> None:
    members = frequency.choose_sources(counts.astype(np.float64), 1)
    sources = fit(from_counts(counts.tolist())).sources.tolist()
    assert [group[0] if group else -1 for group in members] == sources
