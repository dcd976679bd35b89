"""The command, in a real DVC repository: two commits, and a clone without data."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from stages.core import arrays, files
from stages.core.arrays import Scores
from stages.core.errors import DataError, ParamsError
from tests.conftest import ROOT
from tests.evaluate.examples import TARGETS
from tools.compare import __main__ as compare
from tools.compare import revisions
from tools.compare.__main__ import Request, parse, parse_request

LABELS = np.arange(60) % 3
PIPELINE = """\
stages:
  labels:
    cmd: cp incoming/labels.npy data/labels/train.npy
    deps: [incoming/labels.npy]
    outs: [data/labels/train.npy]
  map:
    matrix: {backbone: "${backbones}"}
    cmd: rm -rf data/scores/${item.backbone} && cp -r incoming/scores data/scores/${item.backbone}
    deps: [incoming/scores, data/labels/train.npy]
    params: [map]
    outs: ["data/scores/${item.backbone}"]
"""
SECTION = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))["evaluate"]
PARAMS = yaml.safe_dump({"backbones": ["tiny"], "evaluate": SECTION, "map": {"of": "z"}})
IMAGES = {"train": {"input": {"dataset": {"images_sha256": {"train": "aa"}}}}}


def call(folder: Path, *words: str) -> None:
    names = {
        f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, **names}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def dvc(folder: Path, *words: str) -> None:
    call(folder, sys.executable, "-m", "dvc", *words, "-q")


def write_scores(folder: Path, **wrong: int) -> None:
    """Strategies with so many of the first images wrong."""
    for name, number in wrong.items():
        predictions = np.where(np.arange(60) < number, (LABELS + 1) % 3, LABELS)
        scores = np.eye(3, dtype=np.float32)[predictions]
        content = Scores(scores, predictions, "zero_shot", "softmax", TARGETS)
        arrays.write_scores(folder / "incoming/scores/dev" / f"{name}.npz", content)
    files.write_sums(folder / "incoming/scores")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two commits, pushed into a bundle: `mean` gets twelve more right, `sum` stays."""
    folder = tmp_path_factory.mktemp("compare") / "origin"
    (folder / "data/labels").mkdir(parents=True)
    (folder / "data/scores").mkdir()
    (folder / "incoming").mkdir()
    np.save(folder / "incoming/labels.npy", LABELS)
    files.write_json(folder / "incoming/scores/provenance.json", IMAGES)
    (folder / "dvc.yaml").write_text(PIPELINE)
    (folder / "params.yaml").write_text(PARAMS)
    call(folder, "git", "init", "-q", "-b", "main")
    dvc(folder, "init")
    dvc(folder, "remote", "add", "-d", "bundle", "bundle")
    for mean in (30, 18):
        write_scores(folder, mean=mean, sum=30)
        dvc(folder, "repro")
        dvc(folder, "push")
        call(folder, "git", "add", "-A")
        call(folder, "git", "commit", "-qm", f"{mean} wrong")
    return folder


@pytest.fixture
def clone(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A clone without data, in which the test runs."""
    call(tmp_path, "git", "clone", "-q", str(origin), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    yield tmp_path / "clone"
    shutil.rmtree(tmp_path / "clone")


def test_two_commits_are_compared_in_a_clone_without_data(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare.main(parse(["HEAD~1", "HEAD", "--json"]))
    content = json.loads(capsys.readouterr().out)
    (change,) = content["changes"]
    assert (change["strategy"], change["before"], change["after"]) == ("mean", 0.5, 0.7)
    assert change["fixed"] == list(range(18, 30))
    assert (change["broken"], change["verdict"]) == ([], "better")
    assert change["is_best"]
    assert content["unchanged"] == ["tiny/sum"]
    assert content["before"].startswith("HEAD~1 (")
    assert not (clone / "data/scores/tiny").exists()
    assert not (clone / ".dvc/cache").exists()


@pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")  # of DVC's pygtrie
def test_without_a_revision_the_workspace_is_compared_with_head(
    clone: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Once new scores are made and once more when they are not made yet, which is said."""
    compare.main(parse([]))
    assert "Same predictions on both sides (2): mean, sum." in capsys.readouterr().out
    assert caplog.messages == []
    write_scores(clone, mean=30)
    compare.main(parse([]))
    assert "may be old: dvc.lock does not know this incoming/scores" in caplog.text
    dvc(clone, "repro", "--pull", "--allow-missing")
    caplog.clear()
    capsys.readouterr()
    compare.main(parse(["--figure", "changes.svg"]))
    assert "worse" in capsys.readouterr().out
    assert caplog.messages == []
    assert (clone / "changes.svg").read_text().startswith("<?xml")


@pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")  # of DVC's pygtrie
def test_edited_parameters_that_nobody_ran_are_told(
    clone: Path, caplog: pytest.LogCaptureFixture
) -> None:
    params = clone / "params.yaml"
    params.write_text(params.read_text(encoding="utf-8").replace("of: z", "of: p"))
    compare.main(parse(["--backbone", "tiny"]))
    assert "may be old: dvc.lock does not know this params.yaml" in caplog.text


def test_networks_of_one_revision_are_compared_and_one_equals_itself(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare.main(parse(["HEAD", "--backbones", "tiny", "tiny"]))
    assert "Same predictions on both sides (2): mean, sum." in capsys.readouterr().out


def test_a_page_names_both_commits(clone: Path) -> None:
    compare.main(parse(["HEAD~1", "HEAD", "--html", "out/changes.html"]))
    text = (clone / "out/changes.html").read_text(encoding="utf-8")
    assert re.search(r"<h1>HEAD~1 \([0-9a-f]{7}\) → HEAD \([0-9a-f]{7}\)</h1>", text)


def test_two_strategies_of_one_revision_are_compared(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compare.main(parse(["HEAD", "--strategies", "sum", "mean"]))
    assert "sum → mean" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")  # of DVC's pygtrie
def test_two_networks_are_compared_strategy_by_strategy(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second network whose `mean` has 24 images wrong where the first has 18."""
    write_scores(clone, mean=24, sum=30)
    files.write_text(clone / "params.yaml", PARAMS.replace("- tiny", "- tiny\n- large"))
    dvc(clone, "repro", "--pull", "--allow-missing", "map@large")
    compare.main(parse(["--backbones", "tiny", "large", "--json", "--figure", "changes.svg"]))
    content = json.loads(capsys.readouterr().out)
    (change,) = content["changes"]
    assert (change["strategy"], change["before"], change["after"]) == ("mean", 0.7, 0.6)
    assert change["broken"] == list(range(18, 24))
    assert (clone / "changes.svg").read_text().startswith("<?xml")


@pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")  # of DVC's pygtrie
def test_a_new_network_is_named_and_the_others_are_compared(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_scores(clone, mean=24, sum=30)
    files.write_text(clone / "params.yaml", PARAMS.replace("- tiny", "- large\n- tiny"))
    dvc(clone, "repro", "--pull", "--allow-missing")
    compare.main(parse(["--json"]))
    content = json.loads(capsys.readouterr().out)
    assert [change["backbone"] for change in content["changes"]] == ["tiny"]
    assert (content["networks_before"], content["networks_after"]) == ([], ["large"])
    compare.main(parse(["workspace", "HEAD"]))
    assert "Networks only before, not compared: large.\n" in capsys.readouterr().out
    files.write_text(clone / "params.yaml", PARAMS.replace("- tiny", "- large"))
    with pytest.raises(DataError, match=r"HEAD has tiny, workspace has large: no network is in"):
        compare.main(parse([]))


def test_a_revision_has_its_imported_networks_and_its_ensembles_too(clone: Path) -> None:
    more = {"imported": ["given"], "ensembles": {"both": ["tiny", "large"]}}
    listed = PARAMS.replace("- tiny", "- tiny\n- large") + yaml.safe_dump(more)
    files.write_text(clone / "params.yaml", listed)
    assert revisions.read_backbones("workspace") == ("tiny", "large", "given", "both")
    call(clone, "git", "commit", "-qam", "more")
    assert revisions.read_backbones("HEAD") == ("tiny", "large", "given", "both")
    assert revisions.read_backbones("HEAD~1") == ("tiny",)


def test_an_unknown_revision_is_a_one_line_error(clone: Path) -> None:
    with pytest.raises(DataError, match=r"unknown Git revision 'nope'\. Allowed: workspace"):
        revisions.read_snapshot("nope", "tiny", "dev")


def test_an_unknown_backbone_lists_the_known_ones(clone: Path) -> None:
    message = r"data/scores/big is not in HEAD\. Known backbones: tiny\."
    with pytest.raises(DataError, match=message):
        revisions.read_snapshot("HEAD", "big", "dev")


def test_a_commit_without_a_push_is_named_as_such(clone: Path) -> None:
    shutil.rmtree(clone / "bundle")
    with pytest.raises(DataError, match="it was committed without `dvc push`"):
        revisions.read_snapshot("HEAD", "tiny", "dev")


def test_scores_that_do_not_name_their_images_are_refused(clone: Path) -> None:
    files.write_json(clone / "incoming/scores/provenance.json", {})
    dvc(clone, "repro", "--pull", "--allow-missing")
    with pytest.raises(DataError, match="workspace do not say which images they are of"):
        revisions.read_snapshot("workspace", "tiny", "dev")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", Request(("HEAD", "workspace"), None, None, "dev")),
        ("v1", Request(("v1", "workspace"), None, None, "dev")),
        ("v1 v2 --split test", Request(("v1", "v2"), None, None, "test")),
        ("--backbone b", Request(("HEAD", "workspace"), ("b", "b"), None, "dev")),
        ("--backbones a b", Request(("workspace", "workspace"), ("a", "b"), None, "dev")),
        ("v1 --strategies x y", Request(("v1", "v1"), None, ("x", "y"), "dev")),
        ("v1 v2 --strategies x y", Request(("v1", "v2"), None, ("x", "y"), "dev")),
    ],
)
def test_arguments_become_a_request(words: str, expected: Request) -> None:
    assert parse_request(parse(words.split())) == expected


def test_three_revisions_are_too_many() -> None:
    with pytest.raises(ParamsError, match="at most two revisions"):
        parse_request(parse(["v1", "v2", "v3"]))


@pytest.mark.parametrize("word", ["-3", "1.5", "all"])
def test_images_named_are_a_whole_number(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([f"--images={word}"])
    assert f"'{word}' is no number of images" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "file", "told"),
    [
        ("--figure", "a.pdf", "'a.pdf' must end in .svg or .png"),
        ("--figure", "plots/a.svg", "lies in an out of DVC"),
        ("--html", "a.md", "must end in .html"),
        ("--html", "report/index.html", "lies in an out of DVC"),
        ("--html", "docs/../plots/a.html", "lies in an out of DVC"),
    ],
)
def test_a_page_and_a_figure_have_their_ending_and_are_no_out_of_dvc(
    option: str, file: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse([option, file])
    assert told in capsys.readouterr().err
