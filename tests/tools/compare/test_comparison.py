"""Two sides of the same images: flips by hand, one family, refusals of what cannot be compared."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from stages.core.arrays import Kind, Labels, Scores
from stages.core.errors import DataError
from stages.statistics import judge_difference
from tests.evaluate.examples import scores_of
from tools.compare.comparison import (
    Comparison,
    Match,
    check_comparable,
    compare,
    has_other_images,
    match_names,
    match_pair,
    missing_from,
)
from tools.compare.revisions import Snapshot, choose_best

LABELS = np.zeros(40, dtype=np.int64)


def says(wrong: int, kind: Kind = "zero_shot", instead: int = 1) -> Scores:
    """The first `wrong` of forty birds taken for something else."""
    return scores_of(np.where(np.arange(40) < wrong, instead, 0), kind)


def test_imported_logits_are_of_the_same_images_where_their_labels_are_the_same() -> None:
    computed = snapshot()
    imported = replace(computed, backbone="mine", images=None)
    assert not has_other_images(computed, imported)
    check_comparable(computed, imported)
    other = replace(imported, labels=1 - LABELS)
    assert has_other_images(computed, other)
    with pytest.raises(DataError, match="do not have the same labels"):
        check_comparable(computed, other)


def snapshot(title: str = "HEAD", **strategies: Scores) -> Snapshot:
    return Snapshot(title, "tiny", "aa" * 32, LABELS, strategies)


def compared(*pairs: tuple[Scores, Scores]) -> Comparison:
    matches = [Match(f"s{i}", "tiny", *pair) for i, pair in enumerate(pairs)]
    return compare(matches, LABELS, 0.95)


def test_a_change_says_what_flipped_and_how_sure_that_is() -> None:
    """Ten of forty fixed, none broken: p = 2 · ½¹⁰, and a difference of a quarter."""
    (change,) = compared((says(10), says(0))).changes
    assert (change.before, change.after, change.difference) == (0.75, 1.0, 0.25)
    assert change.p == change.p_holm == pytest.approx(2 * 0.5**10)
    assert change.verdict == "better"
    assert_array_equal(change.fixed, range(10))
    assert_array_equal(change.broken, [])
    assert change.moved == 10


def test_the_way_back_is_worse_by_as_much() -> None:
    (change,) = compared((says(0), says(10))).changes
    assert (change.difference, change.verdict) == (-0.25, "worse")
    assert_array_equal(change.broken, range(10))


def test_the_family_is_all_strategies_of_which_an_image_flipped() -> None:
    """Six flips have p = .03125: better alone, not among two; equal ones do not count."""
    six, same, wrong_to_wrong = (
        (says(6), says(0)),
        (says(3), says(3)),
        (says(3), says(3, instead=2)),
    )
    alone = compared(six, same, wrong_to_wrong)
    assert alone.family == 1
    assert [c.verdict for c in alone.changes] == ["better", "not distinguishable"]
    assert [c.moved for c in alone.changes] == [6, 3]
    assert alone.unchanged == ("tiny/s1",)
    two = compared(six, six)
    assert [c.p_holm for c in two.changes] == [0.0625, 0.0625]
    assert [c.verdict for c in two.changes] == ["not distinguishable"] * 2


def test_nothing_changed_is_no_family() -> None:
    found = compared((says(3), says(3)))
    assert (found.changes, found.family) == ((), 0)


def test_kinds_of_both_sides_are_kept() -> None:
    (change,) = compared((says(9), says(0, "supervised"))).changes
    assert change.kinds == ("zero_shot", "supervised")


@pytest.mark.parametrize(
    ("difference", "p", "verdict"),
    [
        (0.1, 0.05, "better"),
        (-0.1, 0.05, "worse"),
        (0.1, 0.0501, "not distinguishable"),
        (0.0, 0.05, "not distinguishable"),
    ],
)
def test_one_rule_gives_the_verdict(difference: float, p: float, verdict: str) -> None:
    assert judge_difference(difference, p, 0.05) == verdict


def test_strategies_are_matched_by_name_and_the_others_named() -> None:
    before, after = snapshot(a=says(1), b=says(2)), snapshot(b=says(3), c=says(4))
    assert [match.label for match in match_names(before, after)] == ["tiny/b"]
    assert missing_from(after, before) == ["tiny/a"]
    assert missing_from(before, after) == ["tiny/c"]


def test_the_best_of_each_kind_is_marked_and_another_one_is_a_pair_of_its_own() -> None:
    """Before a is the best, after b; the best supervised one stays s, which does not change."""
    before = snapshot(a=says(1), b=says(2), s=says(4, "supervised"))
    after = snapshot(a=says(3), b=says(2), s=says(4, "supervised"))
    sides = [
        replace(side, best=choose_best(side.strategies, side.labels)) for side in (before, after)
    ]
    assert [side.best for side in sides] == [
        {"zero_shot": "a", "supervised": "s"},
        {"zero_shot": "b", "supervised": "s"},
    ]
    found = compare(match_names(*sides), LABELS, 0.95)
    marked = {change.strategy: change.is_best for change in found.changes}
    assert marked == {"a → b": True, "a": False}
    assert found.same_best == ("tiny/s",)
    assert found.unchanged == ("tiny/b", "tiny/s")


def test_without_images_nothing_is_the_best() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert choose_best({"a": scores_of(empty)}, empty) == {}


def test_two_strategies_of_different_names_are_matched_when_asked() -> None:
    (match,) = match_pair(snapshot(a=says(1)), snapshot(b=says(2)), ("a", "b"))
    assert match.label == "tiny/a → b"
    with pytest.raises(DataError, match=r"HEAD has no strategy 'z'; allowed: a\."):
        match_pair(snapshot(a=says(1)), snapshot(a=says(1)), ("a", "z"))


OTHER_LABELS: Labels = np.ones(40, dtype=np.int64)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"images": "bb" * 32}, "not show the same images .SHA-256 aaaaaaaa and bbbbbbbb"),
        ({"labels": OTHER_LABELS}, "not have the same labels"),
        ({"labels": LABELS[:39]}, "not have the same labels"),
        ({"strategies": {"a": scores_of(LABELS, targets=("x", "y", "z"))}}, "the same targets"),
    ],
)
def test_different_images_labels_or_targets_are_refused(
    other: dict[str, object], message: str
) -> None:
    one = snapshot(a=says(1))
    check_comparable(one, one)
    with pytest.raises(
        DataError, match=f"HEAD and v2 do {message}|HEAD and v2 do not have {message}"
    ):
        check_comparable(one, replace(one, title="v2", **other))  # type: ignore[arg-type]
