"""What the explorer is made of: columns, pictures, the list behind a strategy, JSON in a page."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core import files, paths
from stages.core.arrays import Kind, Scores
from stages.core.errors import DataError
from stages.gallery.explorer.columns import make_columns
from stages.gallery.explorer.pictures import denormalize_pictures, make_sheets
from stages.gallery.explorer.write import to_json
from stages.gallery.inputs import read_list
from tests.conftest import ROOT

TARGETS = ("cat", "dog", "ship", '<b>&"')


def scores(predictions: list[int], kind: Kind = "zero_shot") -> Scores:
    zeros = np.zeros((len(predictions), len(TARGETS)), np.float32)
    return Scores(zeros, np.array(predictions), kind, "none", TARGETS)


def logits(*images: dict[int, float]) -> np.ndarray:
    """Logits whose softmax is what is given for some classes, and 0 for the others."""
    shares = np.zeros((len(images), 1000), np.float32)
    for row, image in zip(shares, images, strict=True):
        row[list(image)] = list(image.values())
    with np.errstate(divide="ignore"):
        return np.log(shares)


def test_columns_worked_by_hand() -> None:
    """Image 0 is a cat, image 1 a dog; class 281 is a tabby, 404 an airliner, 0 a tench."""
    z = logits({281: 0.5, 404: 0.2, 0: 0.15, 3: 0.1, 2: 0.05}, {404: 1.0})
    strategies = {
        "taught": scores([1, -1], "supervised"),
        "z": scores([0, 0]),
        "a": scores([0, 1]),
    }
    found = make_columns(np.array([0, 1]), z, strategies, {281: (0,), 404: (1, 2)})
    classes = found.pop("classes")
    assert found == {
        "targets": TARGETS,
        "strategies": [
            {"name": "a", "kind": "zero_shot"},
            {"name": "z", "kind": "zero_shot"},
            {"name": "taught", "kind": "supervised"},
        ],
        "truth": [0, 1],
        "labels": [[0, 1], [0, 0], [1, -1]],
        "right": [2, 1],
        "different": [2, 2],
        "top_classes": [[281, 404], [404, 0], [0, 1], [3, 2], [2, 3]],
        "probabilities": [[0.5, 1.0], [0.2, 0.0], [0.15, 0.0], [0.1, 0.0], [0.05, 0.0]],
    }
    assert sorted(classes) == [0, 1, 2, 3, 281, 404]
    assert classes[404]["targets"] == (1, 2)
    assert classes[0] == {"wnid": "n01440764", "names": ("tench", "Tinca tinca"), "targets": ()}


def test_one_image_that_all_reject() -> None:
    strategies = {"a": scores([-1]), "b": scores([-1])}
    found = make_columns(np.array([3]), logits({5: 1.0}), strategies, {})
    assert (found["right"], found["different"], found["labels"]) == ([0], [0], [[-1], [-1]])


def test_pictures_come_back_from_the_networks_scale() -> None:
    images = np.arange(256, dtype=np.uint8).repeat(3).reshape(4, 8, 8, 3)
    assert np.array_equal(denormalize_pictures(images, (0.4, 0.5, 0.6), (0.2, 0.3, 0.1)), images)


def test_a_sheet_holds_a_hundred_pictures_ten_in_a_row() -> None:
    """Picture 13 is the fourth of the second row; the second sheet has one picture, then black."""
    images = np.arange(1, 102, dtype=np.uint8)[:, None, None, None].repeat(3, axis=3)
    images = images.repeat(2, axis=1).repeat(4, axis=2)  # 2 high, 4 wide
    full, rest = make_sheets(images)
    assert full.shape == (20, 40, 3)
    assert np.array_equal(full[2:4, 12:16], images[13])
    assert rest.shape == (2, 40, 3)
    assert np.array_equal(rest[:, :4], images[100])
    assert not rest[:, 4:].any()


def test_no_name_can_end_the_element_that_holds_the_data() -> None:
    content = {"b": "</script><!-- & \u00e9", "a": [1, -1]}
    text = to_json(content)
    assert text == '{"a":[1,-1],"b":"\\u003c/script>\\u003c!-- & \u00e9"}'
    assert json.loads(text) == content


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list behind the strategy `mean` of r50: class 7 counts for two targets."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stages").symlink_to(ROOT / "stages")
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in TARGETS}
    groups["cat"] = [{"index": 281}, {"index": 7}]
    groups["ship"] = [{"index": 7}]
    files.write_json(
        paths.mappings("r50") / "mean.json",
        {"title": "Some list", "targets": TARGETS, "groups": groups},
    )
    return tmp_path


@pytest.mark.usefixtures("checkout")
def test_the_list_behind_a_strategy_says_what_a_class_stands_for() -> None:
    found = read_list("r50", "mean", TARGETS)
    assert (found.strategy, found.title) == ("mean", "Some list")
    assert found.targets_of == {281: (0,), 7: (0, 2)}


@pytest.mark.usefixtures("checkout")
def test_a_list_for_other_targets_is_refused() -> None:
    with pytest.raises(DataError, match=r"mean\.json was made for other targets"):
        read_list("r50", "mean", ("cat", "dog"))


def test_a_damaged_list_is_named(checkout: Path) -> None:
    files.write_json(checkout / "data/mappings/r50/mean.json", {"title": "x", "targets": TARGETS})
    with pytest.raises(DataError, match=r"mean\.json is damaged \(KeyError\('groups'\)\)"):
        read_list("r50", "mean", TARGETS)


def test_without_any_list_the_stage_that_makes_them_is_named(checkout: Path) -> None:
    (checkout / "data/mappings/r50/mean.json").unlink()
    with pytest.raises(
        DataError, match=r"holds no list of classes\. Run: dvc pull, or: dvc repro map"
    ):
        read_list("r50", "mean", TARGETS)
