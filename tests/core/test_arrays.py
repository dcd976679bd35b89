"""Array files are read as they were written, other files are errors; predictions by hand."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from stages.core import arrays, paths
from stages.core.arrays import Scores, is_mapped, predict, rank_classes
from stages.core.errors import DataError

NEVER = -np.inf


@pytest.fixture(autouse=True)
def _in_an_empty_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def logits_file(backbone: str = "net") -> Path:
    return paths.logits(backbone) / "test.safetensors"


LOGITS = np.arange(3000, dtype=np.float32).reshape(3, 1000)
SCORES = Scores(
    np.array([[0.5, -np.inf]], dtype=np.float32),
    np.array([0]),
    "zero_shot",
    "normalise",
    ("cat", 'a "dog" <b>'),
)


def test_logits_come_back_with_their_provenance() -> None:
    arrays.write_logits(logits_file(), LOGITS, {"backbone": "net", "precision": "float32"})
    np.testing.assert_array_equal(arrays.read_logits("net", "test"), LOGITS)
    assert arrays.read_provenance("net", "test")["precision"] == "float32"


def test_equal_logits_give_equal_bytes() -> None:
    provenance = {"b": 1, "backbone": "net", "a": 2}
    arrays.write_logits(Path("one"), LOGITS, provenance)
    arrays.write_logits(Path("two"), LOGITS, dict(reversed(provenance.items())))
    assert Path("one").read_bytes() == Path("two").read_bytes()


@pytest.mark.parametrize(
    ("logits", "backbone", "message"),
    [
        (LOGITS[:, :999], "net", "has 999 logits an image; wanted: 1000"),
        (LOGITS, "other", "was computed with other, not with net"),
        (LOGITS * np.nan, "net", "not finite"),
    ],
)
def test_logits_that_are_not_what_was_asked_for_are_refused(
    logits: arrays.Logits, backbone: str, message: str
) -> None:
    arrays.write_logits(logits_file(), logits, {"backbone": backbone})
    with pytest.raises(DataError, match=message):
        arrays.read_logits("net", "test")


def test_a_truncated_logits_file_is_called_damaged() -> None:
    arrays.write_logits(logits_file(), LOGITS, {"backbone": "net"})
    logits_file().write_bytes(logits_file().read_bytes()[:-100])
    with pytest.raises(DataError, match=r"is damaged .* Run: dvc repro -f infer"):
        arrays.read_logits("net", "test")


def test_a_provenance_that_nests_without_end_is_called_damaged() -> None:
    logits_file().parent.mkdir(parents=True)
    save_file({"logits": LOGITS}, logits_file(), metadata={"provenance": "[" * 200_000})
    with pytest.raises(DataError, match=r"is damaged .* Run: dvc repro -f infer"):
        arrays.read_logits("net", "test")


def test_scores_come_back_whole_and_with_equal_bytes() -> None:
    for name in ("one.npz", "two.npz"):
        arrays.write_scores(Path(name), SCORES)
    found = arrays.read_scores(Path("one.npz"))
    np.testing.assert_array_equal(found.scores, SCORES.scores)
    np.testing.assert_array_equal(found.predictions, SCORES.predictions)
    assert (found.kind, found.probabilities) == (SCORES.kind, SCORES.probabilities)
    assert found.targets == SCORES.targets
    assert Path("one.npz").read_bytes() == Path("two.npz").read_bytes()


def test_damaged_scores_are_refused() -> None:
    Path("bad.npz").write_bytes(b"PK nothing")
    with pytest.raises(DataError, match="is damaged"):
        arrays.read_scores(Path("bad.npz"))
    with pytest.raises(DataError, match="is missing"):
        arrays.read_scores(Path("none.npz"))


@pytest.mark.parametrize(
    ("labels", "message"),
    [([0, 10], "labels from 0 to 10; allowed: 0 to 9"), ([-1, 3], "labels from -1 to 3")],
)
def test_labels_out_of_range_are_refused(labels: list[int], message: str) -> None:
    paths.LABELS.mkdir(parents=True)
    np.save(paths.labels("test"), np.array(labels))
    with pytest.raises(DataError, match=message):
        arrays.read_labels(paths.labels("test"), 10)


def test_images_are_read_through_a_map_that_cannot_be_written() -> None:
    paths.IMAGES.mkdir(parents=True)
    np.save(paths.images("test"), np.zeros((2, 32, 32, 3), dtype=np.uint8))
    images = arrays.read_images(paths.images("test"))
    assert isinstance(images, np.memmap)
    assert not images.flags.writeable


def test_images_of_another_shape_are_refused() -> None:
    paths.IMAGES.mkdir(parents=True)
    np.save(paths.images("test"), np.zeros((2, 32, 32), dtype=np.uint8))
    with pytest.raises(DataError, match="wanted: uint8"):
        arrays.read_images(paths.images("test"))


def test_the_lowest_index_wins_a_tie() -> None:
    assert predict(np.array([[0.0, 2.0, 2.0]])).tolist() == [1]
    assert rank_classes(np.array([[1.0, 2.0, 2.0, 0.0]]), 3).tolist() == [[1, 2, 0]]


def test_an_image_that_no_target_can_have_is_rejected() -> None:
    assert predict(np.array([[NEVER, NEVER], [NEVER, -5.0]])).tolist() == [-1, 1]


def test_no_more_classes_are_ranked_than_there_are() -> None:
    assert rank_classes(np.array([[1.0, 3.0]]), 5).tolist() == [[1, 0]]


def test_a_class_is_mapped_if_some_group_has_it() -> None:
    mapped = is_mapped(np.arange(10), ((0, 1), (4,), (7, 8)))
    assert np.flatnonzero(mapped).tolist() == [0, 1, 4, 7, 8]
    assert not is_mapped(np.arange(10), ((), (), ())).any()
