"""The command in a real DVC repository, in which an experiment copies a file of numbers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stages.core.errors import DataError, ParamsError
from tools.experiments.__main__ import main, parse

STAGE = """\
stages:
  map:
    cmd: cp numbers/${reduce}.json metrics/net/zero_shot/mean.json
    deps: [numbers]
    params: [reduce]
    outs:
      - metrics/net/zero_shot/mean.json: {cache: false}
metrics: [metrics]
"""


def call(*words: str) -> None:
    names = {
        f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **names, "DVC_NO_ANALYTICS": "true"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def repository() -> None:
    """One strategy in the current folder: 50 % with mean, 62.5 % with max, no other reduction."""
    for reduce, dev in (("mean", 0.5), ("max", 0.625)):
        path = Path(f"numbers/{reduce}.json")
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"dev_accuracy": dev, "accuracy": dev - 0.1}), encoding="utf-8")
    Path("metrics/net/zero_shot").mkdir(parents=True)
    Path("params.yaml").write_text("reduce: mean\nlist: broad\n", encoding="utf-8")
    Path("dvc.yaml").write_text(STAGE, encoding="utf-8")
    call("git", "init", "-q", "-b", "main")
    call("dvc", "init", "-q")
    call("dvc", "repro", "-q")
    call("git", "add", "-A")
    call("git", "commit", "-qm", "Start")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    main(parse(words))
    return capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.usefixtures("repository")
def test_queued_experiments_are_named_with_their_edit_and_shown_once_they_have_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(capsys).startswith(f"HEAD {short_hash()} has no experiments yet. Make one: ")
    for name in ("max", "average"):
        call("dvc", "exp", "run", "--queue", "-n", name, "-S", f"reduce={name}")
    assert (
        told(capsys).splitlines()[-1] == "average is queued (reduce=average). Run: dvc queue start"
    )
    call("dvc", "exp", "run", "--run-all")
    assert told(capsys) == (
        "dev accuracy (test accuracy) in %; * the best of its kind on dev\n"
        "\n"
        f"          HEAD {short_hash()}           max\n"
        "reduce            mean           max\n"
        "net, zero_shot\n"
        "  mean     50.0 (40.0)*  62.5 (52.5)*\n"
        "average has failed (reduce=average). Run: dvc queue logs average\n"
    )
    assert "| parameter | reduce | mean | max |\n" in told(capsys, "max", "--md")
    with pytest.raises(ParamsError, match="no experiment 'min'; allowed: average, max"):
        main(parse(["min"]))


def short_hash() -> str:
    command = ["git", "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.usefixtures("repository")
def test_an_edit_of_the_workspace_is_a_column_and_an_unknown_commit_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("params.yaml").write_text("reduce: max\nlist: broad\n", encoding="utf-8")
    call("dvc", "repro", "-q")
    assert "\nreduce            mean           max\n" in told(capsys)
    with pytest.raises(DataError, match=r"unknown Git revision 'nowhere'\)\. Run: git log"):
        main(parse(["--rev", "nowhere"]))


def test_a_copy_without_git_says_what_to_type() -> None:
    call("dvc", "init", "-q", "--no-scm")
    with pytest.raises(DataError, match=r"this copy has no Git.* Run: git init && "):
        main(parse([]))
