"""Inputs that do not fit together are errors."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core import arrays, files, params, paths
from stages.core.errors import DataError, ParamsError
from stages.map import groups, lists
from stages.sensitivity.inputs import Inputs, describe_input, read_inputs
from stages.sensitivity.params import SensitivityParams
from tests.conftest import ROOT
from tests.sensitivity.world import edit, made_logits, provenance, write_checkout, write_logits

FOUR = """\
title: Frogs alone
source: tests
version: "1"
kind: zero_shot
targets: tests/vocabulary/four.yaml
rule:
  by: hand
overlaps: []
empty:
  - {target: vehicle, reason: none}
  - {target: bird, reason: none}
  - {target: mammal, reason: none}
groups:
  frog:
    - {index: 30, wnid: n01641577, name: bullfrog, reason: a frog}
"""
FURTHER = "further: []"
KEPT = "further:\n    - kept"


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_checkout(tmp_path, monkeypatch)
    return tmp_path


def with_dataset(title: str) -> dict[str, Any]:
    made_by = provenance("bicubic")
    return made_by | {"input": made_by["input"] | {"dataset": {"title": title}}}


def read() -> Inputs:
    return read_inputs(params.load_section("sensitivity", SensitivityParams))


def test_one_network_is_one_variant_and_every_list_is_read() -> None:
    found = read()
    assert [(one.backbone, one.input) for one in found.variants] == [("r50", "bilinear 224")]
    assert np.array_equal(found.variants[0].logits, found.evidence.train)
    assert {"wordnet_broad", "keyword_substring", "curated"} < set(found.lists)


def test_a_further_folder_is_one_more_variant_under_what_made_it() -> None:
    write_logits(Path("kept"), 1, provenance("bicubic", backbone="r18"))
    edit(FURTHER, KEPT)
    assert [(one.backbone, one.input) for one in read().variants] == [
        ("r50", "bilinear 224"),
        ("r18", "bicubic 224"),
    ]
    assert np.array_equal(read().variants[1].logits, made_logits(1))


@pytest.mark.parametrize(
    ("crop", "text"), [("none", "nearest 96"), ("center", "nearest 96 center")]
)
def test_an_input_is_named_by_how_it_was_resized(crop: str, text: str) -> None:
    given = {"interpolation": "nearest", "size": 96, "crop": crop}
    assert describe_input({"input": given}) == text


@pytest.mark.parametrize(
    ("made_by", "words"),
    [
        (provenance(), "r50, bilinear 224, is there already"),
        (
            with_dataset("other images"),
            "is of other images; wanted: 60 made images, as in data/logits/r50",
        ),
        ({}, "its provenance has no backbone"),
    ],
)
def test_a_further_folder_that_does_not_fit_is_refused(made_by: dict[str, Any], words: str) -> None:
    write_logits(Path("kept"), 1, made_by)
    edit(FURTHER, KEPT)
    with pytest.raises(DataError, match=words):
        read()


def test_a_further_folder_that_is_missing_is_an_error_that_names_it() -> None:
    edit(FURTHER, KEPT)
    with pytest.raises(DataError, match=r"kept/train\.safetensors is missing; sensitivity"):
        read()


def test_further_logits_of_other_images_are_refused() -> None:
    arrays.write_logits(Path("kept/train.safetensors"), made_logits(1)[:7], provenance("bicubic"))
    edit(FURTHER, KEPT)
    with pytest.raises(DataError, match=r"holds \(7, 1000\) logits; wanted: \(60, 1000\)"):
        read()


def test_a_network_that_is_not_listed_is_refused_with_its_line() -> None:
    edit("backbone: r50", "backbone: r34")
    with pytest.raises(
        ParamsError, match=r"params\.yaml:5: sensitivity\.backbone is 'r34'; allowed: r50\."
    ):
        read()


def test_a_strategy_is_checked_as_in_the_map_section() -> None:
    edit("method: prototype", "method: prototipe")
    with pytest.raises(ParamsError, match=r"params\.yaml:14: .* is 'prototipe'; allowed: "):
        read()


def test_a_list_for_other_targets_is_left_out(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where somebody adds a vocabulary of four targets, with a list for it."""
    (checkout / "tests").symlink_to(ROOT / "tests")
    folder = checkout / "lists"
    files.write_text(folder / "four.yaml", FOUR)
    for name in ("wordnet_broad", "curated"):
        (folder / f"{name}.yaml").symlink_to(groups.FOLDER / f"{name}.yaml")
    monkeypatch.setattr(groups, "FOLDER", folder)
    monkeypatch.setattr(lists, "FOLDER", folder)
    assert list(read().lists) == ["curated", "wordnet_broad"]


def test_test_labels_are_not_read() -> None:
    assert not paths.labels("test").exists()
    read()
