"""What DVC 3.67.1 said of a small pipeline in a clone, after one edit each, and what it means.

dvc_status.json holds its answers; the pipeline had one backbone, `a`, and its data in a remote.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stages.core.errors import DataError
from tools.probe import committed

SAID = json.loads(Path(__file__).with_name("dvc_status.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("situation", "edits"),
    [
        ("nothing but missing data", ()),
        ("pulled", ()),
        ("map edited", ()),
        ("map edited and pulled", ()),
        ("complete", ()),
        ("complete, map edited", ()),
        ("preprocess edited", ("preprocess: params.yaml: preprocess modified",)),
        ("section infer removed", ("infer@a: params.yaml: infer deleted",)),
        ("infer code edited", ("infer@a: stages/infer modified",)),
        ("infer code removed", ("infer@a: stages/infer deleted",)),
        ("command edited", ("preprocess: changed command",)),
        ("tensors replaced", ("infer@a: data/tensors modified",)),
        (
            "core edited",
            (
                "download: stages/core modified",
                "weights@a: stages/core modified",
                "preprocess: stages/core modified",
                "infer@a: stages/core modified",
            ),
        ),
        (
            "backbone added",
            (
                "weights@b: stages/core modified",
                "weights@b: stages/download modified",
                "infer@b: stages/core modified",
                "infer@b: stages/infer modified",
                "infer@b: params.yaml new",
            ),
        ),
    ],
)
def test_an_edit_before_map_is_found_and_missing_data_is_none(
    situation: str, edits: tuple[str, ...]
) -> None:
    assert committed.find_edits(SAID[situation]) == edits


def test_every_recorded_situation_is_judged_here() -> None:
    marks = test_an_edit_before_map_is_found_and_missing_data_is_none.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(SAID)


@pytest.mark.parametrize("situation", ["complete", "complete, map edited"])
def test_images_and_weights_that_lie_here_need_no_source(situation: str) -> None:
    assert committed.is_fetched(SAID[situation])


@pytest.mark.parametrize("situation", ["nothing but missing data", "pulled", "core edited"])
def test_images_that_are_missing_or_stale_need_a_source(situation: str) -> None:
    assert not committed.is_fetched(SAID[situation])


def test_the_installed_dvc_still_answers_in_this_form(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("params.yaml").write_text("preprocess:\n  size: 224\n", encoding="utf-8")
    Path("dvc.yaml").write_text(
        "stages:\n  preprocess:\n    cmd: mkdir -p data/tensors\n"
        "    params: [preprocess]\n    outs: [data/tensors]\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("DVC_NO_ANALYTICS", "true")
    for words in ("init -q --no-scm", "repro -q"):
        subprocess.run([sys.executable, "-m", "dvc", *words.split()], check=True)
    Path("params.yaml").write_text("preprocess:\n  size: 128\n", encoding="utf-8")
    edits = committed.find_edits(committed.read_status())
    assert edits == ("preprocess: params.yaml: preprocess modified",)


def test_outside_of_a_repository_dvcs_own_words_are_passed_on() -> None:
    with pytest.raises(DataError, match=r"dvc status failed \(.*not inside of a DVC repository"):
        committed.read_status()
