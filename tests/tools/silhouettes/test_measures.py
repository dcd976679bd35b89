"""Two who decide on the same pictures: by hand, and as published."""

from pathlib import Path

import numpy as np
import pytest

from stages import vocabulary
from stages.core.arrays import Scores
from stages.core.errors import DataError
from stages.download.listing import read_list
from stages.sources import entries
from stages.sources.own_data import Folder
from tools.silhouettes import page
from tools.silhouettes.measures import compare, error_consistency
from tools.silhouettes.published import Published, read_published
from tools.silhouettes.scratch_run import MAPPINGS, change

CLASSES = vocabulary.problem("geirhos16").names
TRUTH = np.array([0, 0, 1, 1])
OTHER = np.array([0, 1, 1, 0])  # right, wrong, right, wrong
PEOPLE = np.array([1.0, 0.5, 0.5, 0.0])


def test_one_is_compared_image_by_image() -> None:
    """Right, right, right, wrong: 2 decisions are the same; both are right on 2, wrong on 1."""
    found = compare(np.array([0, 0, 1, 2]), TRUTH, OTHER, PEOPLE)
    assert found.accuracy.value == 0.75
    assert (found.gained, found.lost, found.same) == (1, 0, 0.5)
    assert found.right_of == (2, 1)
    # observed 3/4, expected .75·.5 + .25·.5 = .5
    assert found.consistency == pytest.approx(0.5)
    # observed (1 + .5 + .5 + 1)/4 = .75, expected .5
    assert found.person == pytest.approx(0.5)


def test_independent_errors_are_as_consistent_as_chance() -> None:
    right = np.array([True, True, False, False])
    assert error_consistency(right, np.array([1.0, 0.0, 1.0, 0.0])) == 0
    assert error_consistency(right, right.astype(float)) == 1


@pytest.mark.parametrize(
    ("dataset", "right", "people"), [("silhouettes16", 87, 0.753), ("edges16", 29, 0.871)]
)
def test_the_published_decisions_are_those_of_the_paper(
    dataset: str, right: int, people: float
) -> None:
    found = read_published(dataset, CLASSES)
    assert len(found.names) == 160
    assert (found.resnet50 == found.truth).sum() == right
    assert found.people.mean() == pytest.approx(people, abs=5e-4)
    assert np.bincount(found.truth).tolist() == [10] * 16


def test_the_pictures_of_the_catalogue_are_those_that_were_decided_on() -> None:
    for name in ("silhouettes16", "edges16"):
        entry = entries.read_dataset(name)
        assert isinstance(entry, Folder)
        assert entry.listed is not None
        assert entry.names == CLASSES
        listed = read_list(Path(entry.listed.path))
        assert tuple(sorted(listed)) == read_published(name, CLASSES).names


def scores(predictions: list[int]) -> Scores:
    decided = np.array(predictions)
    return Scores(np.zeros((len(decided), 2), np.float32), decided, "zero_shot", "none", ("a", "b"))


def test_the_tables_show_every_network_beside_people() -> None:
    published = Published(("a/1", "a/2", "b/1", "b/2"), TRUTH, OTHER, PEOPLE)
    found = {"net": dict.fromkeys(MAPPINGS, scores([0, 0, 1, 0]))}
    lines = page.write_tables(found, published, ("a", "b")).splitlines()
    assert "| one person | 50.0 % |  |  |  |  | 0.50 |  |" in lines
    assert "| net | 75.0 % | 30.1–95.4 % | 1, it 0 | 1.0000 | 75.0 % | 0.50 | 0.50 |" in lines
    assert "| b | 0.5 | 1 | 1 |" in lines
    assert "| wordnet_sum | 75.0 % |" in lines


def test_scores_of_other_pictures_are_refused() -> None:
    published = Published(("a/1", "a/2", "b/1", "b/2"), TRUTH, OTHER, PEOPLE)
    with pytest.raises(DataError, match=r"^net has decisions on 1 pictures, not 4\.$"):
        page.write_tables({"net": dict.fromkeys(MAPPINGS, scores([0]))}, published, ("a", "b"))


def test_the_copy_runs_the_same_pipeline_on_other_pictures() -> None:
    params = {"backbones": ["x"], "targets": "cifar10", "study": {"seed": 0},
              "download": {"dataset": "y", "folder": "z"}, "preprocess": {"crop": "none"},
              "map": {"cross_fit": {"folds": 5}}}  # fmt: skip
    changed = change(params, "edges16")
    assert changed["download"] == {"dataset": "edges16", "folder": "z"}
    assert changed["map"]["cross_fit"] == {"folds": 5}
    assert changed["preprocess"]["crop"] == "none"
    assert changed["study"] == {"seed": 0}
