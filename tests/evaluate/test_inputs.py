"""Files that do not belong together are errors that name the file and the next command."""

from pathlib import Path

import numpy as np
import pytest

from stages import vocabulary
from stages.core import arrays, paths
from stages.core.errors import DataError
from stages.evaluate.inputs import Predictions, read_predictions, read_top1
from tests.evaluate.examples import (
    BACKBONE,
    LABELS,
    PREDICTIONS,
    ints,
    scores_of,
    write_predictions,
)

FOLDER = paths.scores(BACKBONE)


def read() -> Predictions:
    return read_predictions(BACKBONE, vocabulary.problem("three.yaml"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_strategies_come_by_kind_then_by_name() -> None:
    write_predictions(
        {
            "b": scores_of(PREDICTIONS, "supervised"),
            "z": scores_of(PREDICTIONS, "zero_shot"),
            "a": scores_of(PREDICTIONS, "supervised"),
            "c": scores_of(PREDICTIONS, "informed"),
        }
    )
    assert [strategy.name for strategy in read().strategies] == [
        "z",
        "c",
        "a",
        "b",
    ]


def test_no_strategy_is_an_error() -> None:
    write_predictions({})
    with pytest.raises(
        DataError,
        match=r"data/scores/tiny/test holds no strategy\. Run: dvc pull, or: dvc repro map",
    ):
        read()


def test_more_images_than_labels_is_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)}, LABELS[:-1])
    with pytest.raises(DataError, match=r"dev/a.npz speaks of 10 images, the labels of 9\. Run:"):
        read()


def test_no_images_is_an_error() -> None:
    write_predictions({"a": scores_of(ints())}, ints())
    with pytest.raises(DataError, match=r"^data/labels/test\.npy has no label of a test image\."):
        read()


@pytest.mark.parametrize("wrong", [-2, 3])
def test_a_prediction_that_names_no_target_is_an_error(wrong: int) -> None:
    write_predictions({"a": scores_of(np.where(PREDICTIONS == 2, wrong, PREDICTIONS))})
    with pytest.raises(DataError, match=rf"{wrong}.*; allowed: -1 \(rejected\) to 2\. Run:"):
        read()


def test_labels_out_of_range_are_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)}, np.where(LABELS == 2, 3, LABELS))
    with pytest.raises(DataError, match=r"labels from 0 to 3; allowed: 0 to 2\. Run:"):
        read()


def test_a_strategy_without_dev_scores_is_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS), "b": scores_of(PREDICTIONS)})
    (FOLDER / "dev" / "b.npz").unlink()
    with pytest.raises(DataError, match=r"tiny/dev/b\.npz is missing\. Run: dvc repro -f map"):
        read()


@pytest.mark.parametrize("side", ["dev", "test"])
def test_strategies_with_other_targets_are_an_error(side: str) -> None:
    write_predictions({"a": scores_of(PREDICTIONS), "b": scores_of(PREDICTIONS)})
    other = scores_of(PREDICTIONS, targets=("bird", "cat", "horse"))
    arrays.write_scores(FOLDER / side / "b.npz", other)
    with pytest.raises(DataError, match=rf"{side}/b\.npz has the targets bird, cat, horse, but"):
        read()


def test_a_strategy_of_two_kinds_is_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    arrays.write_scores(FOLDER / "dev" / "a.npz", scores_of(PREDICTIONS, "supervised"))
    with pytest.raises(DataError, match=r"dev/a\.npz is supervised, test/a\.npz is zero_shot"):
        read()


def test_a_damaged_file_is_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    (FOLDER / "test" / "a.npz").write_bytes(b"not an archive")
    with pytest.raises(DataError, match=r"a\.npz is damaged"):
        read()


def test_logits_of_other_images_are_an_error() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    predictions = read()
    logits = np.zeros((9, 1000), np.float32)
    path = paths.logits(BACKBONE) / "test.safetensors"
    arrays.write_logits(path, logits, {"backbone": BACKBONE})
    with pytest.raises(
        DataError, match=r"test\.safetensors has logits of 9 images, .* labels of 10"
    ):
        read_top1(BACKBONE, predictions)


def test_a_top1_class_is_the_largest_logit_the_first_of_equal_ones() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    predictions = read()
    logits = np.eye(1000, dtype=np.float32)[:10]
    logits[3, 7] = logits[3, 3]
    path = paths.logits(BACKBONE) / "train.safetensors"
    arrays.write_logits(path, logits, {"backbone": BACKBONE})
    assert read_top1(BACKBONE, predictions).choice.tolist() == list(range(10))
