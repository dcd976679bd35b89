"""Differences of strategies: the declared family is tested, all pairs are listed."""

import pytest

from stages.evaluate.bootstrap import draw_resamples
from stages.evaluate.differences import against_references, compare_all, list_pairs
from stages.evaluate.params import EvaluateParams
from tests.evaluate.examples import LABELS, PREDICTIONS, ints, predictions_of, scores_of

CHOSEN = EvaluateParams(
    digits=4, confidence=0.95, resamples=100, seed=0, bins=5, risks=(0.1,), top_k=(2,),
    absent="cat", shown=2, references={"zero_shot": "poor"},
)  # fmt: skip
DRAWN = draw_resamples(len(LABELS), CHOSEN.resamples, CHOSEN.seed)
NOTHING = ints(*[-1] * 10)
PREDICTED = predictions_of(
    better=scores_of(LABELS),
    poor=scores_of(NOTHING),
    some=scores_of(PREDICTIONS),
    taught=scores_of(LABELS, "supervised"),
)


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
