"""All numbers of all strategies, and whether they use labels."""

from dataclasses import replace

import numpy as np
import pytest

from stages.core.arrays import Kind, Scores
from stages.evaluate import bootstrap
from stages.evaluate.estimates import declare_names, measure_numbers
from stages.evaluate.inputs import Predictions, StrategyScores, Top1
from stages.evaluate.measured import flag_mapped
from tests.evaluate.examples import (
    LABELS,
    PREDICTIONS,
    TARGETS,
    list_used,
    predictions_of,
    scores_of,
)
from tests.evaluate.test_significance import CHOSEN, DRAWN


def with_probabilities(kind: Kind = "zero_shot") -> Scores:
    found = np.random.default_rng(0).normal(size=(10, 3)).astype(np.float32)
    plain = scores_of(found.argmax(axis=1))
    return replace(plain, scores=found, probabilities="softmax", kind=kind)


def test_what_a_temperature_touched_used_labels_whatever_the_kind() -> None:
    rows = measure_numbers(predictions_of(a=with_probabilities()), {}, DRAWN, CHOSEN)
    fitted = {row.number for row in rows if row.labels_used}
    assert fitted == {
        "temperature", "nll_calibrated", "brier_calibrated", "ece_calibrated",
        "ece_equal_mass_calibrated",
    }  # fmt: skip
    assert {"nll", "ece", "aurc", "macro_f1", "top_2_accuracy"} <= {row.number for row in rows}


def test_every_number_of_a_supervised_strategy_used_labels() -> None:
    rows = measure_numbers(predictions_of(a=with_probabilities("supervised")), {}, DRAWN, CHOSEN)
    assert all(row.labels_used for row in rows)


def test_a_temperature_has_no_interval() -> None:
    rows = measure_numbers(predictions_of(a=with_probabilities()), {}, DRAWN, CHOSEN)
    (found,) = (row for row in rows if row.number == "temperature")
    assert (found.low, found.high) == (None, None)


def test_votes_have_no_losses_and_a_list_has_a_mapped_share() -> None:
    mapped = {"a": np.arange(10) < 4}
    rows = measure_numbers(
        predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS)), mapped, DRAWN, CHOSEN
    )
    assert {row.number for row in rows if row.strategy == "a"} == {
        "accuracy_without_cat", "answered_accuracy", "answered_share", "macro_f1", "mapped_share",
        "top_2_accuracy",
    }  # fmt: skip
    shares = [(row.strategy, row.value) for row in rows if row.number == "mapped_share"]
    assert shares == [("a", 0.4)]


def test_a_shares_interval_is_that_of_the_binomial() -> None:
    """0.4 of 1,000 images: ± 1.96·√(.4·.6/1000) = ± .0304."""
    counts = bootstrap.Resamples(1000, 2000, seed=0)
    labels = np.zeros(1000, dtype=np.int64)
    scores = scores_of(labels)
    predictions = Predictions(
        TARGETS, labels, labels, (StrategyScores("a", "zero_shot", scores, scores),)
    )
    rows = measure_numbers(predictions, {"a": np.arange(1000) < 400}, counts, CHOSEN)
    (share,) = (row for row in rows if row.number == "mapped_share")
    assert share.value == 0.4
    assert (share.low, share.high) == pytest.approx((0.3696, 0.4304), abs=0.002)


def test_every_number_that_is_written_is_declared() -> None:
    mapped = {"a": np.arange(10) < 4}
    predictions = predictions_of(a=with_probabilities(), b=with_probabilities("supervised"))
    rows = measure_numbers(predictions, mapped, DRAWN, CHOSEN)
    assert {row.number for row in rows} == declare_names(CHOSEN)


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    predictions = predictions_of(a=with_probabilities())
    again = measure_numbers(predictions, {}, DRAWN, CHOSEN)
    assert measure_numbers(predictions, {}, DRAWN, CHOSEN) == again
    other = bootstrap.Resamples(10, CHOSEN.resamples, seed=1)
    assert measure_numbers(predictions, {}, other, CHOSEN) != again


def test_the_mapped_share_of_a_list_is_that_of_the_test_images_as_it_was_published() -> None:
    """Of the test top-1 classes 3 in 10 are in the list, of dev's all, of the grown list's 4."""
    top1 = Top1(choice=np.zeros(10, np.int64), test=np.arange(10) % 10)
    published = ((0, 1, 2), (), ())
    lists = [
        list_used("a", members=published),
        list_used("b", unmapped="reassign", members=((0, 1, 2), (3,), ())),
    ]
    predictions = predictions_of(a=scores_of(PREDICTIONS), b=scores_of(LABELS))
    found = measure_numbers(predictions, flag_mapped(top1, lists), DRAWN, CHOSEN)
    shares = [row.value for row in found if row.number == "mapped_share"]
    assert shares == pytest.approx([0.3, 0.3])
