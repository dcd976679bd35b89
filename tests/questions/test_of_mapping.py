"""Questions 4, 5, 7, 9 and 10: verdicts for made-up numbers and for their opposite."""

from dataclasses import replace
from typing import Any

import pytest

from stages.questions import (
    aggregation,
    confusion,
    mapping,
    metrics,
    unmapped,
)
from stages.questions.evidence import Evidence
from stages.questions.priors import Scores
from stages.questions.verdicts import ClaimVerdict
from tests.questions.turned import changed, verdict, without_kind


def scores(accuracy: float, macro_f1: float) -> Scores:
    return Scores(accuracy, 0.5, 0.5, macro_f1)


# 4: a thousand classes


def test_unmapped_classes_are_those_of_the_chosen_list(evidence: Evidence) -> None:
    found = mapping.find_facts(evidence)
    assert found is not None
    assert found.unmapped_share == pytest.approx(0.45)
    assert found.groups == "wide"
    assert found.example is not None
    assert found.example.imagenet == "fox squirrel"  # the moving van is of another list


def test_group_sizes_and_targets_without_a_name_come_from_the_keywords(
    evidence: Evidence,
) -> None:
    found = mapping.find_facts(evidence)
    assert found is not None
    assert (found.largest.target, found.largest.classes) == ("dog", 3)
    assert (found.smallest.target, found.smallest.classes) == ("automobile", 1)
    assert found.empty == ("cat",)


def test_labels_that_find_more_in_the_same_outputs_acquit_the_features(
    evidence: Evidence,
) -> None:
    assert verdict(mapping.find_facts(evidence), "features") == "refined"
    results = changed(evidence.evaluation.results, {"accuracy_low": 0.6}, strategy="lda")
    level = replace(evidence, evaluation=replace(evidence.evaluation, results=results))
    assert verdict(mapping.find_facts(level), "features") == "confirmed"
    assert verdict(mapping.find_facts(without_kind(evidence, "supervised")), "features") == "open"


def test_a_mapping_is_a_cure_above_chance_and_which_one_may_matter(evidence: Evidence) -> None:
    assert verdict(mapping.find_facts(evidence), "mapping") == "refined"
    alike = tuple(
        replace(r, accuracy_low=0.35, accuracy_high=0.7) for r in evidence.evaluation.results
    )
    level = replace(evidence, evaluation=replace(evidence.evaluation, results=alike))
    assert verdict(mapping.find_facts(level), "mapping") == "confirmed"
    guess = tuple(replace(r, accuracy_low=0.33) for r in evidence.evaluation.results)
    poor = replace(evidence, evaluation=replace(evidence.evaluation, results=guess))
    assert verdict(mapping.find_facts(poor), "mapping") == "refuted"


# 5: aggregation


def test_only_the_way_to_add_up_differs_between_reductions(evidence: Evidence) -> None:
    found = aggregation.find_facts(evidence)
    assert [(row.of, row.reduce) for row in found.reductions] == [
        ("probabilities", "mean"), ("logits", "logsumexp"), ("probabilities", "sum"),
    ]  # fmt: skip
    assert found.spread == pytest.approx(0.1)


def test_groups_are_all_of_it_only_where_every_sum_is_alike(evidence: Evidence) -> None:
    assert verdict(aggregation.find_facts(evidence), "groups") == "refined"
    wide = tuple(replace(row, low=0.3, high=0.7) for row in evidence.curve)
    assert verdict(aggregation.find_facts(replace(evidence, curve=wide)), "groups") == "confirmed"
    other = tuple(replace(row, backbone="r18") for row in evidence.curve)
    assert verdict(aggregation.find_facts(replace(evidence, curve=other)), "groups") == "open"


def test_a_keyword_that_hits_nothing_is_named(evidence: Evidence) -> None:
    found = aggregation.find_facts(evidence)
    assert [word.word for word in found.missed] == ["jet"]
    assert verdict(found, "keywords") == "refined"
    assert found.examples[3].classes == ("Labrador retriever",)
    hits = [aggregation.Word("dog", "Beagle", ("beagle",))]
    assert aggregation.judge_keywords(hits) == "confirmed"
    assert aggregation.judge_keywords([aggregation.Word("dog", "x", ())]) == "refuted"


def test_impostors_are_whole_words_that_mean_something_else(evidence: Evidence) -> None:
    """A Chihuahua is not among the dogs of the other list."""
    found = aggregation.find_facts(evidence)
    assert found.impostors == (("dog", "Chihuahua"),)
    assert found.shown_impostors == ("Chihuahua",)
    assert found.hits == 6


def test_strangers_are_hit_by_parts_of_words_alone(evidence: Evidence) -> None:
    found = aggregation.find_facts(evidence)
    assert (found.words, found.substrings) == (1, 3)
    assert found.strangers == ("carton", "scarf")  # first those that start like the keyword


# 7: metrics


def test_the_pair_is_ranked_differently_by_accuracy_and_by_f1(evidence: Evidence) -> None:
    """narrow: 150 of 300 right; giving_up: 120, with precision 1 and recall .4, so F1 4/7."""
    found = metrics.find_facts(evidence)
    assert found is not None
    assert found.pair is not None
    first, second = found.pair
    assert (first.strategy, second.strategy) == ("narrow", "giving_up")
    assert first.measured.accuracy == pytest.approx(0.5)
    assert second.measured.accuracy == pytest.approx(0.4)
    assert second.measured.macro_f1 == pytest.approx(4 / 7)
    assert first.measured.macro_f1 < second.measured.macro_f1
    assert found.apart is not None
    assert (found.apart.difference, found.apart.low, found.apart.high) == (0.1, 0.06, 0.14)
    assert found.f1 is not None
    assert [(one.macro_f1_low, one.macro_f1_high) for one in found.f1] == [
        (0.48, 0.52), (0.38, 0.42),
    ]  # fmt: skip
    assert not found.f1_overlaps
    near = changed(evidence.evaluation.results, {"macro_f1_high": 0.5}, strategy="giving_up")
    wide = replace(evidence, evaluation=replace(evidence.evaluation, results=near))
    assert getattr(metrics.find_facts(wide), "f1_overlaps", False)


def test_other_numbers_refine_the_list_of_metrics(evidence: Evidence) -> None:
    found = metrics.find_facts(evidence)
    assert found is not None
    assert (verdict(found, "which"), found.further) == ("refined", ("nll",))
    course = tuple(row for row in evidence.statistics if row.number == "macro_f1")
    assert verdict(metrics.find_facts(replace(evidence, statistics=course)), "which") == "confirmed"


def test_no_pair_is_invented_where_both_rank_alike(evidence: Evidence) -> None:
    same = dict.fromkeys(evidence.matrices, evidence.matrices["mean"])
    found = metrics.find_facts(replace(evidence, matrices=same))
    assert found is not None
    assert found.pair is None


def test_the_lazy_answer_profits_from_the_tail(evidence: Evidence) -> None:
    """The first of three targets has the share 1/1.11 there."""
    found = metrics.find_facts(evidence)
    assert found is not None
    assert found.majority_baseline.measured.accuracy == pytest.approx(1 / 3)
    assert found.majority_baseline.tail.accuracy == pytest.approx(1 / 1.11)


@pytest.mark.parametrize(
    ("lazy_tail_accuracy", "lazy_tail_f1", "own_tail_f1", "judged"),
    [
        (0.4, 0.06, 0.40, "refined"),  # seen through, but F1 itself has moved, from .55
        (0.4, 0.06, 0.55, "confirmed"),
        (0.4, 0.45, 0.40, "refuted"),  # not seen through
        (0.1, 0.06, 0.40, "refuted"),  # accuracy rewards nothing that F1 could see through
    ],
)
def test_the_advantage_is_to_see_through_the_lazy_answer(
    lazy_tail_accuracy: float, lazy_tail_f1: float, own_tail_f1: float, judged: ClaimVerdict
) -> None:
    own = metrics.OnTwoPriors("own", scores(0.57, 0.55), scores(0.5, own_tail_f1))
    lazy = metrics.OnTwoPriors("", scores(0.1, 0.02), scores(lazy_tail_accuracy, lazy_tail_f1))
    assert metrics.judge_advantage(own, lazy) == judged


def test_an_f1_that_is_no_harmonic_mean_is_noticed(evidence: Evidence) -> None:
    """.5 and .25: 2 · .125 / .75 = .3333."""
    found = metrics.find_facts(evidence)
    assert found is not None
    assert (found.rows, verdict(found, "harmonic")) == (12, "confirmed")
    mean = changed(evidence.classes, {"f1": {"value": 0.375}}, strategy="mean")
    assert verdict(metrics.find_facts(replace(evidence, classes=mean)), "harmonic") == "refuted"


# 9: confusion


def test_the_worst_pair_and_the_place_of_cat_and_dog(evidence: Evidence) -> None:
    """mean: cat→ship 40, dog→ship 30, cat→dog 20; 120 errors, of which these and 10s are shown."""
    found = confusion.find_facts(evidence)
    assert found is not None
    assert (found.worst.actual, found.worst.predicted, found.worst.share) == ("cat", "ship", 0.4)
    assert (found.place, found.example.images, found.back.images) == (3, 20, 10)
    assert found.back_of_worst.images == 10
    assert found.share_of_errors == pytest.approx(110 / 120)  # five of six pairs
    assert verdict(found, "example") == "refined"


def test_the_example_may_be_the_worst_or_none(evidence: Evidence) -> None:
    assert [confusion.judge_example(place) for place in (1, 5, 6, None)] == [
        "confirmed", "refined", "refuted", "refuted",
    ]  # fmt: skip


def test_the_other_list_is_the_one_that_finds_the_worst_target_on_dev(evidence: Evidence) -> None:
    found = confusion.find_facts(evidence)
    assert found is not None
    assert found.other_list is not None
    assert (found.other_list.strategy, found.other_list.groups) == ("narrow", "tight")
    assert found.other_list.pair.share == pytest.approx(0.1)
    recalls = changed(evidence.recalls, {"recall": 0.3}, strategy="narrow")
    found = confusion.find_facts(replace(evidence, recalls=recalls))
    assert found is not None
    assert found.other_list is None


def test_another_list_has_its_price(evidence: Evidence) -> None:
    """mean finds 40, 60 and 80 of 100; narrow 80, 40 and 30."""
    found = confusion.find_facts(evidence)
    assert found is not None
    assert found.other_list is not None
    assert [(loss.target, loss.before, loss.after) for loss in found.other_list.losses] == [
        ("ship", 0.8, 0.3), ("dog", 0.6, 0.4),
    ]  # fmt: skip
    assert found.other_list.accuracy is not None
    assert found.other_list.accuracy.difference == -0.1


def test_the_example_is_judged_in_both_directions(evidence: Evidence) -> None:
    """mean: 20 and 10; lda 5 and 5, its own worst among equals: fewer, but still there."""
    found = confusion.find_facts(evidence)
    assert found is not None
    assert found.supervised is not None
    assert (found.both_ways, found.supervised.images, found.supervised.place) == (30, 10, 1)
    assert found.supervised.p == pytest.approx(0.0022, abs=1e-4)
    assert verdict(found, "features") == "refined"


def reading(images: int, place: int | None, p: float) -> confusion.SupervisedComparison:
    there = confusion.Confused("cat", "dog", images, 0.1)
    back = confusion.Confused("dog", "cat", 0, 0.0)
    return confusion.SupervisedComparison("lda", there, back, place, there, p)


@pytest.mark.parametrize(
    ("images", "place", "p", "judged"),
    [
        (21, 1, 0.01, "refined"),
        (21, 5, 0.01, "refined"),
        (2, 6, 0.001, "refuted"),  # no longer among the worst pairs: they can be told apart
        (0, None, 0.001, "refuted"),
        (38, 1, 0.7, "confirmed"),  # labels change nothing beyond chance
        (60, 1, 0.01, "confirmed"),  # or make it worse
    ],
)
def test_features_are_at_fault_for_what_no_reading_takes_away(
    images: int, place: int | None, p: float, judged: ClaimVerdict
) -> None:
    assert confusion.judge_features(42, reading(images, place, p), 0.05) == judged


def test_without_labels_nobody_knows_about_the_features(evidence: Evidence) -> None:
    found = confusion.find_facts(without_kind(evidence, "supervised"))
    assert verdict(found, "features") == "open"


def test_a_share_of_100_images_is_uncertain_by_ten_points(evidence: Evidence) -> None:
    found = confusion.find_facts(evidence)
    assert found is not None
    assert found.uncertainty == pytest.approx(0.098, abs=0.0005)


# 10: unmapped


def test_policies_start_with_ignore_and_get_worse(evidence: Evidence) -> None:
    found = unmapped.find_facts(evidence)
    assert found is not None
    assert [p.unmapped for p in found.policies] == ["ignore", "reassign", "reject"]
    assert found.unmapped_share == pytest.approx(0.46)
    assert [(row.target, row.imagenet) for row in found.typical] == [
        ("cat", "fox squirrel"), ("dog", "langur"),
    ]  # fmt: skip


def test_accident_loss_and_cure_follow_the_numbers(evidence: Evidence) -> None:
    found = unmapped.find_facts(evidence)
    assert found is not None
    assert dict(found.verdicts) == {
        "random": "confirmed", "loss": "confirmed", "cure": "refined",
    }  # fmt: skip
    assert found.systematic
    even = tuple(replace(row, share=0.009) for row in evidence.unmapped)
    found = unmapped.find_facts(replace(evidence, unmapped=even))
    assert found is not None
    assert not found.systematic
    assert unmapped.judge_accident(0.0) == "refuted"
    harmless = changed(evidence.policies, {"high": 0.01}, unmapped="reject")
    assert verdict(unmapped.find_facts(replace(evidence, policies=harmless)), "loss") == "refuted"
    level = changed(evidence.policies, {"high": 0.01}, unmapped="reassign")
    assert verdict(unmapped.find_facts(replace(evidence, policies=level)), "cure") == "confirmed"
    few = tuple(p for p in evidence.policies if p.unmapped == "ignore")
    assert verdict(unmapped.find_facts(replace(evidence, policies=few)), "loss") == "open"


@pytest.mark.parametrize("find", [mapping.find_facts, metrics.find_facts, confusion.find_facts])
def test_without_a_zero_shot_strategy_some_questions_have_no_answer(
    find: Any, evidence: Evidence
) -> None:
    assert find(without_kind(evidence, "zero_shot")) is None


def test_without_policies_the_last_question_has_no_answer(evidence: Evidence) -> None:
    assert unmapped.find_facts(replace(evidence, policies=())) is None
