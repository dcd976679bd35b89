"""Missing or damaged evidence: one line that says where and what to type."""

import re
from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError, ParamsError
from stages.questions.evidence import Evidence
from stages.questions.stage import write_pages
from stages.questions.verdicts import FOLDER
from stages.results.evaluation import read_content
from tests.questions.experiments import read_again


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("plots/study/gradients.csv", "study"),
        ("plots/study/provenance.json", ""),
        ("plots/policies/r50.csv", "evaluate"),
    ],
)
def test_what_is_missing_is_named_with_its_stage(name: str, stage: str, evidence: Evidence) -> None:
    Path(name).unlink()
    with pytest.raises(
        DataError, match=re.escape(f"{name} is missing. Run: dvc repro {stage}".strip())
    ):
        read_again()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "plots/study/clipped.csv",
            "0.72",
            "much",
            "clipped.csv: line 2: values is .*dvc repro -f study",
        ),
        ("plots/study/clipped.csv", "pixels", "dots", "clipped.csv: it has no column 'pixels'"),
        ("plots/study/formula.csv", "True", "maybe", "line 2: projects is 'maybe'"),
        ("plots/study/provenance.json", "images", "pictures", "provenance.json: images: "),
        (
            "plots/confusion/r50/mean.csv",
            "ship,cat",
            "shop,cat",
            "mean names 'shop' and 'cat'; allowed: cat, dog, ship, rejected",
        ),
    ],
)
def test_a_damaged_table_is_an_error_that_says_where(
    name: str, old: str, new: str, message: str, evidence: Evidence
) -> None:
    path = Path(name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    files.write_text(path, text.replace(old, new))
    with pytest.raises(DataError, match=message):
        read_again()


def test_a_keyword_list_that_is_none_is_an_error(evidence: Evidence) -> None:
    files.write_text(Path("stages/map/groups/keyword.yaml"), "groups: {}\n")
    with pytest.raises(ParamsError, match=r"keyword\.yaml is no keyword list"):
        read_again()


def test_a_list_without_classes_is_an_error(evidence: Evidence) -> None:
    files.write_text(Path("stages/map/groups/wordnet_broad.yaml"), "groups: {dog: [{index: 1}]}\n")
    with pytest.raises(ParamsError, match=r"wordnet_broad\.yaml is no list of classes"):
        read_again()


def test_a_figure_that_is_not_there_is_an_error_and_nothing_is_written(
    evidence: Evidence,
) -> None:
    Path("plots/study/figures/costs.svg").unlink()
    with pytest.raises(DataError, match=r"costs\.svg is missing"):
        write_pages(read_content())
    assert not FOLDER.exists()
