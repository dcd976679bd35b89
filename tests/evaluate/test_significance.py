"""Differences of strategies: the declared family is tested, all pairs are listed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from stages.core.arrays import Kind
from stages.core.errors import ParamsError
from stages.evaluate.bootstrap import Resamples
from stages.evaluate.params import EvaluateParams
from stages.evaluate.significance import (
    against_references,
    compare_all,
    compare_pairs,
    declare_family,
    list_pairs,
)
from tests.evaluate.examples import LABELS, PREDICTIONS, ints, predictions_of, scores_of

CHOSEN = EvaluateParams(
    digits=4, confidence=0.95, resamples=100, seed=0, bins=5, risks=(0.1,), top_k=(2,),
    absent="cat", shown=2, references={"zero_shot": "poor"},
)  # fmt: skip
DRAWN = Resamples(len(LABELS), CHOSEN.resamples, CHOSEN.seed)
NOTHING = ints(*[-1] * 10)
PREDICTED = predictions_of(
    better=scores_of(LABELS),
    poor=scores_of(NOTHING),
    some=scores_of(PREDICTIONS),
    taught=scores_of(LABELS, "supervised"),
)

NAMES = ("mean", "sum", "curated", "bayesian", "probe")
KINDS: tuple[Kind, ...] = ("zero_shot", "zero_shot", "informed", "supervised", "supervised")
REFERENCES: dict[Kind, str] = {"zero_shot": "mean", "supervised": "bayesian"}


def test_family_is_each_strategy_against_the_reference_of_its_kind() -> None:
    assert declare_family(NAMES, KINDS, REFERENCES) == ((0, 1), (3, 4))


@pytest.mark.parametrize("references", [{}, {"zero_shot": "probe"}, {"zero_shot": "gone"}])
def test_a_reference_must_be_a_strategy_of_its_kind(references: dict[Kind, str]) -> None:
    message = r"evaluate\.references\.zero_shot is .*; allowed: mean, sum\."
    with pytest.raises(ParamsError, match=message):
        declare_family(NAMES, KINDS, {**references, "supervised": "probe"})


RIGHT = np.array([[1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 1, 1], [1, 1, 1, 0, 0, 0]], dtype=np.bool_)


def test_pairs_count_what_each_gains_over_the_other() -> None:
    pairs = compare_pairs(RIGHT, ((0, 1), (0, 2)), 0.95)
    assert_array_equal(pairs.gained, [[0, 2, 0], [1, 0, 1], [0, 2, 0]])
    assert_allclose(pairs.difference.value, [[0, 1 / 6, 0], [-1 / 6, 0, -1 / 6], [0, 1 / 6, 0]])
    assert_allclose(pairs.p, 1.0)


def test_correction_covers_the_family_and_leaves_the_rest_blank() -> None:
    """2 · ½¹² = .000488, twice over for a family of two; equal strategies have p = 1."""
    right = np.zeros((4, 20), dtype=np.bool_)
    right[1, :12] = True
    right[3, :12] = True
    pairs = compare_pairs(right, ((0, 1), (0, 2)), 0.95)
    assert pairs.p_holm[0, 1] == pairs.p_holm[1, 0] == pytest.approx(2 * 2 * 0.5**12)
    assert pairs.p_holm[0, 2] == 1.0
    assert np.isnan(pairs.p_holm[2:, 3]).all()
    assert pairs.p[2, 3] == pytest.approx(2 * 0.5**12)


def test_all_right_and_all_wrong_are_compared_too() -> None:
    pairs = compare_pairs(np.array([[True] * 8, [False] * 8]), ((0, 1),), 0.95)
    assert pairs.difference.value[0, 1] == -1
    assert pairs.p[0, 1] == pytest.approx(2 * 0.5**8)


def test_each_strategy_is_tested_against_the_reference_of_its_kind_alone() -> None:
    """All ten gained: p = 2/2¹⁰; seven gained: p = 2/2⁷. Holm: the smaller one times 2."""
    pairs, family = compare_all(PREDICTED, CHOSEN)
    better, some = against_references(PREDICTED, pairs, family, 0.95)
    assert (better.kind, better.strategy, better.reference) == ("zero_shot", "better", "poor")
    assert (better.difference, better.gained, better.lost) == (1.0, 10, 0)
    assert (better.p, better.p_holm) == pytest.approx((2 / 1024, 4 / 1024))
    assert (some.strategy, some.gained, some.lost) == ("some", 7, 0)
    assert (some.p, some.p_holm) == pytest.approx((2 / 128, 2 / 128))
    assert (better.verdict, some.verdict) == ("better", "better")


def test_every_pair_of_any_kinds_is_told_once() -> None:
    pairs, _ = compare_all(PREDICTED, CHOSEN)
    rows = list(list_pairs(PREDICTED, pairs))
    assert [(row.strategy, row.other) for row in rows] == [
        ("poor", "better"), ("some", "better"), ("some", "poor"),
        ("taught", "better"), ("taught", "poor"), ("taught", "some"),
    ]  # fmt: skip
    assert [row.difference for row in rows] == pytest.approx([-1, -0.3, 0.7, 0, 1, 0.3])
    assert rows[3].p == 1.0
    assert (rows[4].kind, rows[4].other_kind) == ("supervised", "zero_shot")


def test_one_strategy_alone_is_compared_with_nobody() -> None:
    alone = predictions_of(only=scores_of(LABELS))
    pairs, family = compare_all(alone, CHOSEN)
    assert against_references(alone, pairs, family, 0.95) == []
    assert list(list_pairs(alone, pairs)) == []
