"""What counts as a difference, and how much of it is allowed."""

from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stages.core.arrays import Labels, Logits, Scores
from tools.verify import checks
from tools.verify.checks import Check

LOGITS = Path("data/logits/net/test.safetensors")
LABELS = Path("data/labels/test.npy")
SCORES = Path("data/scores/net/dev/mean.npz")
METRICS = Path("metrics/net/zero_shot/mean.json")
IMAGES = {"dev": 400, "test": 100}


def failures(found: list[Check]) -> list[str]:
    return [check.what for check in found if not check.passed]


def logits(rows: int = 20) -> Logits:
    """Each image's top-1 class is its own index; 10 ahead of the others."""
    return (10 * np.eye(rows, 1000)).astype(np.float32)


def scores(*predictions: int, rejected: bool = False) -> Scores:
    table = np.eye(3, dtype=np.float32)[list(predictions)]
    labels = np.array(predictions, dtype=np.int64)
    if rejected:
        table[-1], labels[-1] = -np.inf, -1
    return Scores(table, labels, "zero_shot", "softmax", ("a", "b", "c"))


@given(st.integers(0, 19), st.integers(0, 999), st.sampled_from([-0.01, 0.01]))
def test_one_wrong_logit_is_found_and_placed(image: int, index: int, by: float) -> None:
    wrong = logits()
    wrong[image, index] += by
    value, top1 = checks.compare_logits(LOGITS, wrong, logits(), "float32")
    assert not value.passed
    assert top1.passed
    assert value.difference == pytest.approx(0.01, rel=1e-3)
    assert value.detail.startswith(f"image {image}, class {index}: committed ")


def test_what_another_backend_changes_passes() -> None:
    noise = np.random.default_rng(0).uniform(-5e-5, 5e-5, (20, 1000)).astype(np.float32)
    assert not failures(checks.compare_logits(LOGITS, logits(), logits() + noise, "float32"))


def test_bfloat16_may_move_further() -> None:
    moved = logits()
    moved[:, 0] += 0.2
    wrong = ["largest difference of a logit (float32)"]
    assert failures(checks.compare_logits(LOGITS, logits(), moved, "float32")) == wrong
    assert not failures(checks.compare_logits(LOGITS, logits(), moved, "bfloat16"))


def test_other_top1_classes_are_counted_even_where_two_logits_were_close() -> None:
    """One of few images may be; the second is a mismatch."""
    then, now = np.zeros((120, 1000), np.float32), np.zeros((120, 1000), np.float32)
    then[4, 1] = now[4, 2] = 1e-5
    assert not failures(checks.compare_logits(LOGITS, then, now, "float32"))
    then[7, 1] = now[7, 2] = 1e-5
    found = checks.compare_logits(LOGITS, then, now, "float32")
    assert failures(found) == ["other top-1 classes"]
    assert found[1].difference == 2
    assert found[1].detail == "image 4: committed 1, now 2 (and 1 more)"


def test_no_wrong_label_is_allowed() -> None:
    then = np.array([3, 1, 2])
    (check,) = checks.compare_labels(LABELS, then, np.array([3, 0, 2]))
    assert (check.passed, check.difference) == (False, 1)
    assert check.detail == "image 1: committed 1, now 0"
    assert not failures(checks.compare_labels(LABELS, then, then.copy()))


def test_two_predictions_may_flip_and_a_third_may_not() -> None:
    then = scores(0, 0, 0, 0)
    assert not failures(
        checks.compare_predictions(SCORES, then, scores(1, 2, 0, 0), same_logits=False)
    )
    three = checks.compare_predictions(SCORES, then, scores(1, 2, 1, 0), same_logits=False)
    assert failures(three) == ["predictions that differ"]
    assert three[0].detail == "image 0: committed 0, now 1 (and 2 more)"


def test_one_prediction_that_its_own_scores_deny_is_found() -> None:
    right = scores(0, 1, 2)
    wrong = scores(0, 1, 2)
    wrong.predictions[1] = 2
    found = checks.compare_predictions(SCORES, wrong, right, same_logits=False)
    assert failures(found) == ["predictions against their scores"]
    assert found[1].detail == "image 1: 2, not 1"


def test_a_rejected_image_follows_from_a_row_without_any_target() -> None:
    rejected = scores(0, 1, rejected=True)
    assert not failures(checks.compare_predictions(SCORES, rejected, rejected, same_logits=False))


@pytest.mark.parametrize(
    ("metric", "allowed", "not_allowed"),
    [
        ("accuracy", 0.02, 0.03),
        ("accuracy_low", 0.02, 0.03),
        ("dev_accuracy", 0.005, 0.0075),
        ("macro_f1", 0.01, 0.011),
        ("answered_share", 0.01, 0.011),
    ],
)
def test_accuracies_may_differ_by_two_images_and_all_else_by_a_hundredth(
    metric: str, allowed: float, not_allowed: float
) -> None:
    for by, passes in ((allowed, True), (not_allowed, False)):
        for sign in (-1, 1):
            (check,) = checks.compare_metrics(
                METRICS, {metric: 0.5}, {metric: 0.5 + sign * by}, IMAGES, same_logits=False
            )
            assert check.passed is passes


def test_the_same_logits_leave_no_room_for_any_difference() -> None:
    one = checks.compare_predictions(SCORES, scores(0, 1, 2), scores(0, 1, 1), same_logits=True)
    assert failures(one) == ["predictions that differ"]
    (check,) = checks.compare_metrics(
        METRICS, {"macro_f1": 0.5}, {"macro_f1": 0.5001}, IMAGES, same_logits=True
    )
    assert not check.passed


def test_a_metric_that_one_side_lacks_is_a_mismatch() -> None:
    found = checks.compare_metrics(
        METRICS, {"accuracy": 0.5}, {"macro_f1": 0.5}, IMAGES, same_logits=False
    )
    assert failures(found) == ["difference of accuracy", "difference of macro_f1"]
    assert [check.detail for check in found] == [
        "committed 0.5, now absent",
        "committed absent, now 0.5",
    ]


@pytest.mark.parametrize("difference", [nan, inf])
def test_a_difference_that_is_no_number_never_passes(difference: float) -> None:
    assert not Check("metrics/net", "x.json", "difference of accuracy", difference, 1, "").passed


@pytest.mark.parametrize("shape", [(19, 1000), (20, 999)])
def test_other_shapes_are_a_mismatch_and_no_crash(shape: tuple[int, int]) -> None:
    (check,) = checks.compare_logits(LOGITS, logits(), np.zeros(shape, np.float32), "float32")
    assert not check.passed
    assert check.detail == f"committed (20, 1000), now {shape}"


@pytest.mark.parametrize("now", [np.array([1]), np.array([1, 1, 1])])
def test_other_numbers_of_images_are_a_mismatch_and_no_crash(now: Labels) -> None:
    then: NDArray[np.int64] = np.array([1, 1])
    assert failures(checks.compare_labels(LABELS, then, now))
    assert failures(
        checks.compare_predictions(SCORES, scores(*then), scores(*now), same_logits=False)
    )
