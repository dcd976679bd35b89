"""All numbers of a strategy: each equals its definition; undefined numbers are absent."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages.core.arrays import Labels, Scores
from stages.evaluate import bootstrap, estimates
from stages.evaluate.case import make_case
from stages.evaluate.estimates import Calibration, Estimates, declare_numbers
from stages.statistics import Estimate

NAMES = ("cat", "deer", "dog")


@dataclass(frozen=True)
class Chosen:
    confidence: float = 0.95
    bins: int = 15
    risks: tuple[float, ...] = (0.05, 0.1)
    top_k: tuple[int, ...] = (2,)
    absent: str | None = "deer"


def draw(images: int, seed: int = 0, sharpness: float = 1.0) -> tuple[Scores, Labels]:
    """Logits with the true target 1.2 higher, then multiplied: probabilities too extreme."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, images)
    logits = random.normal(size=(images, 3)) + 1.2 * np.eye(3)[labels]
    found = (sharpness * logits).astype(np.float32)
    return Scores(found, found.argmax(axis=1), "zero_shot", "softmax", NAMES), labels


def estimate(scores: Scores, labels: Labels, absent: str | None = "deer") -> Estimates:
    """The numbers of a strategy without a list."""
    chosen = Chosen(absent=absent)
    case = make_case(scores, labels, None, COUNTS, chosen)
    return estimates.estimate(case, declare_numbers(chosen))


def estimate_calibrated(
    test: Scores, labels: Labels, dev: Scores, dev_labels: Labels
) -> Calibration | None:
    case = make_case(test, labels, None, COUNTS, Chosen())
    return estimates.estimate_calibrated(case, dev, dev_labels)


SCORES, LABELS = draw(300)
COUNTS = bootstrap.Resamples(300, 400, seed=0)
FOUND = estimate(SCORES, LABELS)
ALWAYS = {
    "macro_f1",
    "answered_share",
    "answered_accuracy",
    "top_2_accuracy",
    "accuracy_without_deer",
}


def test_every_number_lies_within_its_interval() -> None:
    assert all(found.low <= found.value <= found.high for found in FOUND.values())


def test_names_of_all_numbers() -> None:
    assert set(FOUND) == ALWAYS | {
        "aurc", "brier", "coverage_at_risk_10", "coverage_at_risk_5", "ece", "ece_equal_mass",
        "ece_equal_mass_if_calibrated", "ece_if_calibrated", "nll", "nll_without_deer",
    }  # fmt: skip


def test_without_an_absent_target_all_other_numbers_are_the_same() -> None:
    found = estimate(SCORES, LABELS, absent=None)
    gone = {"accuracy_without_deer", "nll_without_deer"}
    assert found == {name: number for name, number in FOUND.items() if name not in gone}


def test_numbers_equal_scikit_learns() -> None:
    from scipy.special import softmax
    from sklearn import metrics

    p = softmax(SCORES.scores.astype(float), axis=1)
    kept = LABELS != 1
    without = np.delete(SCORES.scores[kept], 1, axis=1).argmax(axis=1) * 2
    expected = {
        "macro_f1": metrics.f1_score(LABELS, SCORES.predictions, average="macro"),
        "top_2_accuracy": metrics.top_k_accuracy_score(LABELS, p, k=2),
        "accuracy_without_deer": metrics.accuracy_score(LABELS[kept], without),
        "nll": metrics.log_loss(LABELS, p),
        "brier": metrics.brier_score_loss(LABELS, p, scale_by_half=False),
    }
    assert_allclose([FOUND[name].value for name in expected], list(expected.values()), rtol=1e-6)


def test_interval_of_a_mean_is_that_of_the_normal_approximation() -> None:
    """Top-2 accuracy a of 300 images: a ± 1.96·√(a(1 − a)/300)."""
    a, low, high = FOUND["top_2_accuracy"]
    reach = 1.96 * np.sqrt(a * (1 - a) / 300)
    assert_allclose([low, high], [a - reach, a + reach], atol=0.008)


def test_without_probabilities_there_are_no_losses() -> None:
    votes = replace(SCORES, probabilities="none")
    assert set(estimate(votes, LABELS)) == ALWAYS
    assert estimate_calibrated(votes, LABELS, votes, LABELS) is None


def test_a_ruled_out_deer_leaves_the_log_loss_without_deer() -> None:
    ruled_out = SCORES.scores.copy()
    ruled_out[:, 1] = -np.inf
    blind = replace(SCORES, scores=ruled_out, predictions=ruled_out.argmax(axis=1))
    found = estimate(blind, LABELS)
    assert "nll" not in found
    assert found["nll_without_deer"] == FOUND["nll_without_deer"]


def test_all_rejected_has_no_answered_accuracy() -> None:
    nothing = replace(
        SCORES,
        scores=np.full_like(SCORES.scores, -np.inf),
        predictions=np.full(300, -1),
        probabilities="none",
    )
    found = estimate(nothing, LABELS)
    assert "answered_accuracy" not in found
    zero = Estimate(0.0, 0.0, 0.0)
    assert {found[name] for name in ALWAYS - {"answered_accuracy"}} == {zero}


def test_all_right_is_perfect_whichever_images_are_drawn() -> None:
    sure = replace(SCORES, scores=1e6 * np.eye(3, dtype=np.float32)[LABELS], predictions=LABELS)
    found = estimate(sure, LABELS)
    one, zero = Estimate(1.0, 1.0, 1.0), Estimate(0.0, 0.0, 0.0)
    assert found["macro_f1"] == found["coverage_at_risk_5"] == one
    assert found["nll"] == found["ece"] == found["aurc"] == zero


def test_labels_of_one_class_only_are_measured() -> None:
    labels = np.full(300, 1)
    found = estimate(replace(SCORES, predictions=labels), labels)
    assert found["macro_f1"].value == pytest.approx(1 / 3)
    assert "accuracy_without_deer" not in found


def test_calibration_softens_what_was_too_sharp() -> None:
    """Logits multiplied by three: T is three times as large."""
    plain, train_labels = draw(4000, seed=1)
    sharp = replace(plain, scores=3 * plain.scores)
    test = replace(SCORES, scores=3 * SCORES.scores)
    one = estimate_calibrated(SCORES, LABELS, plain, train_labels)
    three = estimate_calibrated(test, LABELS, sharp, train_labels)
    assert one is not None
    assert three is not None
    assert three.temperature == pytest.approx(3 * one.temperature, rel=1e-3)
    assert three.estimates["nll"].value < estimate(test, LABELS)["nll"].value
    assert three.estimates["ece"].low == 0.0


def test_sharpness_beyond_all_digits_does_not_change_the_ranking() -> None:
    """At any temperature, certainty orders images in the same way, also if both have p = 1.0."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 2, 300)
    logits = (random.normal(size=(300, 2)) + np.eye(2)[labels]).astype(np.float32)
    plain = Scores(logits, logits.argmax(axis=1), "zero_shot", "softmax", NAMES[:2])
    sharp = replace(plain, scores=64 * logits)
    names = ("aurc", "coverage_at_risk_10")
    one, other = (estimate(scores, labels) for scores in (plain, sharp))
    assert [one[name] for name in names] == [other[name] for name in names]
