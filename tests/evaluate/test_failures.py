"""Where ten images of three targets go wrong, worked by hand.

Image i has the top-1 class i; of the classes 0, 1, 4, 7 and 8 are in a group.
"""

import numpy as np
import pytest

from stages.core.arrays import is_mapped
from stages.evaluate.failures import (
    confused_rows,
    policy_rows,
    recall_rows,
    unmapped_rows,
)
from stages.tables.evaluate import ConfusedPair, UnmappedClass
from tests.evaluate.examples import (
    LABELS,
    MEMBERS,
    PREDICTIONS,
    ints,
    list_used,
    predictions_of,
    scores_of,
)

TOP1 = np.arange(10)
NAMES = [f"class {index}" for index in range(10)]


def test_confused_pairs_are_the_largest_cells_and_no_rejection_is_among_them() -> None:
    """A bird is rejected, another taken for a cat, a cat for a dog; the rest is right."""
    assert list(confused_rows(predictions_of(a=scores_of(PREDICTIONS)), shown=5)) == [
        ConfusedPair("zero_shot", "a", "bird", "cat", 1, 0.25),
        ConfusedPair("zero_shot", "a", "cat", "dog", 1, 1 / 3),
    ]


def test_as_many_pairs_are_shown_as_asked_the_largest_first() -> None:
    predictions = ints(1, 0, 0, 0, 2, 2, 1, 0, 2, 2)
    rows = confused_rows(predictions_of(a=scores_of(predictions)), shown=2)
    assert [(r.actual, r.predicted, r.images) for r in rows] == [
        ("cat", "dog", 2),
        ("bird", "cat", 1),
    ]


def test_nothing_confused_is_no_row() -> None:
    assert list(confused_rows(predictions_of(a=scores_of(LABELS)), shown=5)) == []
    everything_rejected = scores_of(np.full(10, -1))
    assert list(confused_rows(predictions_of(a=everything_rejected), shown=5)) == []


def test_unmapped_classes_are_counted_for_each_target_the_most_frequent_first() -> None:
    """Two birds of four are seen as class 3, a dog of three as class 9, two cats as 5 and 6."""
    top1 = ints(0, 1, 3, 3, 4, 5, 6, 7, 8, 9)
    predictions = predictions_of(a=scores_of(PREDICTIONS))
    assert list(unmapped_rows(predictions, top1, {"broad": MEMBERS}, NAMES, shown=1)) == [
        UnmappedClass("broad", "bird", "class 3", 3, 2, 0.5),
        UnmappedClass("broad", "cat", "class 5", 5, 1, 1 / 3),
        UnmappedClass("broad", "dog", "class 9", 9, 1, 1 / 3),
    ]


def test_a_list_with_every_class_leaves_nothing_unmapped() -> None:
    predictions, whole = (
        predictions_of(a=scores_of(PREDICTIONS)),
        {"all": (tuple(range(10)), (), ())},
    )
    assert list(unmapped_rows(predictions, TOP1, whole, NAMES, shown=5)) == []


def test_a_policy_is_priced_against_ignoring() -> None:
    """Ignoring, 7 of 10 are right; rejecting loses the two whose top-1 class is unmapped."""
    unmapped = ~is_mapped(TOP1, MEMBERS)
    rejecting = np.where(unmapped, -1, PREDICTIONS)
    predictions = predictions_of(plain=scores_of(PREDICTIONS), strict=scores_of(rejecting))
    lists = [list_used("strict", unmapped="reject"), list_used("plain")]
    strict, plain = policy_rows(predictions, TOP1, lists, 0.95)
    assert (plain.accuracy, plain.accuracy_mapped, plain.accuracy_unmapped) == (0.7, 1.0, 0.4)
    assert (plain.difference, plain.low, plain.high) == (0, 0, 0)
    assert (strict.unmapped, strict.accuracy, strict.accuracy_unmapped) == ("reject", 0.5, 0.0)
    assert strict.mapped_share == 0.5
    assert strict.difference == pytest.approx(-0.2)
    # Bonett and Price (2012): ((0 + 1) − (2 + 1))/12 ± 1.96·√((1/12 + 3/12 − (1/6)²)/12)
    assert (strict.low, strict.high) == pytest.approx((-0.4794, 0.1461), abs=1e-4)


def test_unmapped_means_unmapped_in_the_list_as_published_whichever_strategy_comes_first() -> None:
    """`grown` reassigns image 2's class to its group; mapped_share is of the published list."""
    grown = ((0, 1, 2), (4,), (7, 8))
    predictions = predictions_of(grown=scores_of(LABELS), plain=scores_of(PREDICTIONS))
    lists = [list_used("grown", unmapped="reassign", members=grown), list_used("plain")]
    rows = list(policy_rows(predictions, TOP1, lists, 0.95))
    assert [(row.strategy, row.mapped_share) for row in rows] == [("grown", 0.5), ("plain", 0.5)]


def test_without_a_strategy_that_ignores_there_is_nothing_to_price() -> None:
    predictions = predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS))
    lists = [list_used("a", unmapped="reject"), list_used("b", unmapped="random")]
    assert list(policy_rows(predictions, TOP1, lists, 0.95)) == []


def test_where_every_class_is_mapped_no_accuracy_is_invented_for_the_rest() -> None:
    everything = (tuple(range(10)), (), ())
    predictions = predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS))
    lists = [
        list_used("a", members=everything),
        list_used("b", unmapped="reject", members=everything),
    ]
    rows = list(policy_rows(predictions, TOP1, lists, 0.95))
    assert [row.accuracy_unmapped for row in rows] == [None, None]


def test_recall_of_each_target_under_each_list() -> None:
    predictions = predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS, "informed"))
    lists = [list_used("a", "broad"), list_used("b", "curated", members=((0,), (), ()))]
    rows = list(recall_rows(predictions, TOP1, lists))
    assert [(r.kind, r.groups, r.target, r.recall) for r in rows] == [
        ("zero_shot", "broad", "bird", 0.5),
        ("zero_shot", "broad", "cat", 2 / 3),
        ("zero_shot", "broad", "dog", 1.0),
        ("informed", "curated", "bird", 1.0),
        ("informed", "curated", "cat", 1.0),
        ("informed", "curated", "dog", 1.0),
    ]
    assert [r.mapped_share for r in rows] == [0.5, 1 / 3, 2 / 3, 0.25, 0, 0]
    assert [r.images for r in rows] == [4, 3, 3, 4, 3, 3]
