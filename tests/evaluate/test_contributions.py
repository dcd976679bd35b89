"""The classes that contribute to a target: numbers by hand, and a figure with all of them."""

from pathlib import Path

import numpy as np
import pytest

from stages.core import paths
from stages.core.errors import DataError
from stages.evaluate.contributions import (
    ClassContributions,
    Weights,
    draw_contributions,
    make_inputs,
    raise_inputs,
    rank_contributions,
    read_weights,
)
from stages.evaluate.stage import main
from tests.conftest import ROOT
from tests.evaluate.examples import BACKBONE, PREDICTIONS, TARGETS, scores_of, write_predictions

# classes a, b, c, d; targets cat and dog
VALUES = np.array([[3, 1], [1, 3], [2, 2], [0.5, 0]], np.float32)
CLASSES = ("a", "b", "c", "d")
WEIGHTS = Weights(VALUES, "probabilities", ("cat", "dog"), CLASSES)
# two cats, then a dog: probabilities, whose means are .2667, .3333, .1333, .2667
INPUTS = np.array([[0.6, 0.0, 0.4, 0.0], [0.2, 0.0, 0.0, 0.8], [0.0, 1.0, 0.0, 0.0]])
MEANS = np.array([0.8, 1.0, 0.4, 0.8]) / 3
RAISED = np.array([[0.4, 0.0, 0.2, 0.4], [0.0, 1.0, 0.0, 0.0]]) - MEANS


def test_shares_by_hand() -> None:
    """In cats, a is .4 − .8/3 = .1333 higher (weight 1 above the mean), d .1333 (.25 above)."""
    cat, dog = rank_contributions(WEIGHTS, RAISED)
    assert cat.classes == ("a", "d")
    assert cat.shares == pytest.approx((0.8, 0.2))
    assert (cat.half, dog.half) == (1, 1)
    # c gives both targets the same; the absence of a and d lifts dogs, but carries nothing
    assert dog == ClassContributions("dog", ("b",), (1.0,), 1)


def test_what_a_class_gives_to_every_target_changes_nothing() -> None:
    shifted = VALUES + np.array([[5], [-3], [0], [1]], np.float32)
    found = rank_contributions(Weights(shifted, "logits", ("cat", "dog"), CLASSES), RAISED)
    assert [one.shares for one in found] == [
        pytest.approx(one.shares) for one in rank_contributions(WEIGHTS, RAISED)
    ]


def test_inputs_are_raised_by_what_they_are_above_their_mean_where_a_target_is_predicted() -> None:
    """Two strategies at once: the second rejects the last image, so it never predicts a dog."""
    with np.errstate(divide="ignore"):
        logits = np.log(INPUTS).astype(np.float32)
    called = [np.array([0, 0, 1]), np.array([0, 0, -1])]
    found = raise_inputs(logits, "probabilities", called, 2)
    np.testing.assert_allclose(found[0], RAISED, atol=1e-7)
    np.testing.assert_allclose(found[1], [RAISED[0], np.zeros(4)], atol=1e-7)


def test_a_target_that_is_never_predicted_has_no_contributions() -> None:
    never = np.array([RAISED[0], np.zeros(4)])
    assert rank_contributions(WEIGHTS, never)[1] == ClassContributions("dog", (), (), 0)


def test_half_is_the_number_of_classes_that_make_up_half() -> None:
    values = np.array([[2, 0], [2, 0], [2, 0], [2, 0], [0, 2]], np.float32)
    raised = np.array([[0.15, 0.15, 0.1, 0.1, -0.5], [-0.15, -0.15, -0.1, -0.1, 0.5]])
    weights = Weights(values, "probabilities", ("cat", "dog"), ("a", "b", "c", "d", "e"))
    cat = rank_contributions(weights, raised, count=3)[0]
    assert (cat.classes, cat.half) == (("a", "b", "c"), 2)


def test_inputs_are_probabilities_or_logits_without_their_constant() -> None:
    logits = np.array([[1, 2, 3], [11, 12, 13]], np.float32)
    assert make_inputs(logits, "logits").tolist() == [[-1, 0, 1], [-1, 0, 1]]
    rows = make_inputs(logits, "probabilities")
    np.testing.assert_allclose(rows, [[0.0900306, 0.2447285, 0.6652410]] * 2, rtol=1e-6)


def test_weights_are_read_by_strategy_and_equal_names_told_apart(tmp_path: Path) -> None:
    targets, names = np.array(["cat", "dog"]), np.array(["a", "x", "x", "d"])
    path = tmp_path / "lda.npz"
    np.savez(path, weights=VALUES, of=np.array("logits"), targets=targets, names=names)
    (tmp_path / "mean.json").write_text("{}", encoding="utf-8")
    found = read_weights(tmp_path)
    assert list(found) == ["lda"]
    assert found["lda"].classes == ("a", "x (1)", "x (2)", "d")
    assert (found["lda"].of, found["lda"].targets) == ("logits", ("cat", "dog"))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "lda.npz").write_bytes(b"PK")
    with pytest.raises(DataError, match=r"lda\.npz is damaged .* Run: dvc repro -f map"):
        read_weights(tmp_path)


def test_the_figure_names_every_target_class_and_share() -> None:
    figure = draw_contributions("lda", "probabilities", rank_contributions(WEIGHTS, RAISED))
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert shown == [
        "cat", "half: 1 class", "a", "80.0 %", "d", "20.0 %",
        "dog", "half: 1 class", "b", "100.0 %",
    ]  # fmt: skip


@pytest.mark.parametrize("targets", [2, 4, 16])
def test_no_text_leaves_the_figure_whatever_the_number_of_targets(targets: int) -> None:
    names = tuple(f"a long ImageNet name, class {i}" for i in range(8))
    one = ClassContributions("automobile", names, tuple(np.linspace(0.9, 0.01, 8)), 123)
    figure = draw_contributions("wordnet_mean_of_logits", "logits", (one,) * targets)
    for text in [*figure.texts, *figure.axes[0].texts]:
        box = text.get_window_extent()
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0
        assert box.y1 <= figure.bbox.y1


def test_each_linear_strategy_has_a_figure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`a` leaves weights, `b` does not."""
    monkeypatch.chdir(tmp_path)
    Path("stages").symlink_to(ROOT / "stages")  # where the names of ImageNet's classes are
    write_predictions({"a": scores_of(PREDICTIONS), "b": scores_of(PREDICTIONS)})
    paths.mappings(BACKBONE).mkdir(parents=True, exist_ok=True)
    weights = np.random.default_rng(0).random((1000, len(TARGETS)), np.float32)
    np.savez(
        paths.mappings(BACKBONE) / "a.npz",
        weights=weights,
        of=np.array("logits"),
        targets=np.array(TARGETS),
        names=np.array([f"class {i}" for i in range(1000)]),
    )
    main(BACKBONE)
    drawn = sorted(path.name for path in Path("plots/figures/tiny/carriers").iterdir())
    assert drawn == ["a.svg"]
