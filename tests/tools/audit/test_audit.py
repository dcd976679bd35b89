"""`python -m tools.audit GROUPS`: which list, by which options, and what is printed."""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages import vocabulary
from stages.core import paths
from stages.core.errors import DataError, ParamsError, StageError
from tests.conftest import ROOT
from tests.map import made
from tests.map.checkout import PARAMS, SHOWN, make_checkout
from tools.audit.__main__ import main
from tools.audit.inputs import find_groups

FOUR = ROOT / made.FOUR


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_checkout(tmp_path, monkeypatch)


def run(groups: str, **said: Any) -> None:
    words = {"backbone": None, "like": None, "of": None, "reduce": None, "top": 3, "csv": None}
    main(argparse.Namespace(groups=groups, **(words | said)))


def write_list(**changed: list[int]) -> Path:
    """One class for each target, the one that its images show, but for what is changed."""
    names = [target.name for target in vocabulary.targets("cifar10")]
    groups = {name: [index] for name, index in zip(names, SHOWN, strict=True)}
    path = Path("mine.json")
    path.write_text(json.dumps(groups | changed), encoding="utf-8")
    return path


def test_a_planted_wrong_class_leads_the_harmful_and_the_missing_one_the_useful(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The list has the dogs' class among the cats, and a washbasin for the ships."""
    run(str(write_list(cat=[281, 207], ship=[896])), like="mean", top=1)
    harmful, useful = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith(("  - ", "  + "))
    ]
    assert harmful.startswith("  - cat: 207 golden retriever")
    assert useful.startswith("  + ship: 510 container ship")


def test_the_text_says_what_was_used_and_how_many_edits_were_looked_at(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("wordnet_broad")
    text = capsys.readouterr().out
    told = " ".join(text.split())
    assert "mean of probabilities, unmapped: ignore (as mean in params.yaml" in told
    assert "The labels of these images were used." in told
    assert "informed, no longer zero-shot" in told
    assert "245 that remove a class, 9,755 that add one" in told
    assert "The best of 10,000 edits seem better than they are" in told
    assert max(map(len, text.splitlines())) <= 100


def test_an_absent_class_comes_with_what_it_is_where_it_is_and_whose_top1_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(str(write_list(dog=[896])), like="mean", top=1)
    told = capsys.readouterr().out
    assert "+ dog: 207 golden retriever" in told
    assert "a kind of retriever, now in no group; top-1 class of " in told


def test_every_edit_is_in_the_table() -> None:
    run("wordnet_broad", csv="all.csv")
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10_000
    (row,) = [r for r in rows if (r["target"], r["index"]) == ("deer", "352")]
    assert (row["edit"], row["name"], row["wnid"]) == ("take out", "impala", "n02422699")
    assert row["reason"] == "below n02419796 antelope"
    assert int(row["lost"]) > 0
    assert float(row["difference"]) == pytest.approx(
        (int(row["gained"]) - int(row["lost"])) / 60, abs=1e-6
    )


def test_options_are_those_of_the_first_strategy_that_uses_the_list_unless_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for said, told in (
        ({}, "wordnet_strict: max of probabilities, unmapped: random (as drawn in"),
        ({"like": "rejecting"}, "mean of logits, unmapped: reject (as rejecting in"),
        ({"of": "logits"}, "max of logits, unmapped: random"),
        ({"reduce": "sum"}, "sum of probabilities, unmapped: random"),
    ):
        run("wordnet_strict", **said)
        assert told in capsys.readouterr().out
    run("imagenet_d")
    # 186 rows; a class that one group has cannot be added to another: it would vote twice
    assert "vote, unmapped: ignore" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("groups", "said", "kind", "message"),
    [
        (
            "wordnet",
            {},
            ParamsError,
            "there is no list and no file 'wordnet'; known lists: ",
        ),
        (
            "cinic10",
            {},
            ParamsError,
            "no strategy of params.yaml reduces the list cinic10; say who",
        ),
        ("cinic10", {"like": "akin"}, ParamsError, "--like is 'akin'; allowed: mean, rejecting, "),
        ("cinic10", {"like": "grown"}, ParamsError, "an edit of one group changes others, too"),
        ("wordnet_broad", {"top": 0}, ParamsError, "--top is 0; allowed: 1 and more"),
        ("wordnet_broad", {"backbone": "x"}, ParamsError, "no backbone 'x'; allowed: net"),
        ("wordnet_broad", {"reduce": "logsumexp"}, ParamsError, "neither a mass nor its logarithm"),
    ],
)
def test_what_cannot_be_audited_is_refused_with_what_can(
    groups: str, said: dict[str, Any], kind: type[StageError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        run(groups, **said)


def test_a_list_for_other_targets_has_no_labels_here() -> None:
    classes = {
        "vehicle": (817, "n04285008", "sports car"),
        "bird": (10, "n01530575", "brambling"),
        "mammal": (207, "n02099601", "golden retriever"),
        "frog": (31, "n01644373", "tree frog"),
    }
    content = {
        "title": "four",
        "source": "tests",
        "version": "1",
        "kind": "zero_shot",
        "targets": str(FOUR),
        "rule": {"by": "hand"},
        "overlaps": [],
        "empty": [],
        "groups": {
            target: [{"index": index, "wnid": wnid, "name": name, "reason": "seen"}]
            for target, (index, wnid, name) in classes.items()
        },
    }
    Path("other.yaml").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ParamsError, match=r"other\.yaml is a list for .*four\.yaml, but targ"):
        run("other.yaml", like="mean")


def test_any_number_of_targets_can_be_audited(capsys: pytest.CaptureFixture[str]) -> None:
    """Vehicle, bird, mammal, frog; the list takes a bird for a frog."""
    text = PARAMS.replace("targets: cifar10", f"targets: {FOUR}")
    paths.PARAMS.write_text(text, encoding="utf-8")
    of_ten = np.array([0, 0, 1, 2, 2, 2, 3, 2, 0, 0])
    np.save(paths.labels("train"), of_ten[np.arange(60) % 10])
    groups = {"vehicle": [404, 817, 510, 867], "bird": [11], "mammal": [281, 352, 207, 339]}
    Path("four.json").write_text(json.dumps(groups | {"frog": [31, 10]}), encoding="utf-8")
    run("four.json", like="mean", top=1)
    told = capsys.readouterr().out
    assert "11 that remove a class, 3,989 that add one" in " ".join(told.split())
    assert "- frog: 10 brambling" in told
    assert "+ bird: 10 brambling" in told


def test_a_plain_list_may_have_gaps_and_overlaps_but_no_slips() -> None:
    groups = find_groups(str(write_list(deer=[], dog=[207, 281])), "cifar10")
    assert groups.members[4:6] == ((), (207, 281))
    assert (list(groups.overlaps), list(groups.empty)) == ([281], ["deer"])
    with pytest.raises(ParamsError, match="index 1281 is out of range"):
        find_groups(str(write_list(dog=[1281])), "cifar10")


@pytest.mark.parametrize("path", ["data/labels/train.npy", "data/logits/net/train.safetensors"])
def test_a_missing_file_can_be_pulled(path: str) -> None:
    Path(path).unlink()
    with pytest.raises(DataError, match=rf"^{path} is missing\. Run: dvc pull$"):
        run("wordnet_broad")


def test_no_test_image_and_no_test_label_is_needed() -> None:
    paths.labels("test").unlink()
    (paths.logits("net") / "test.safetensors").unlink()
    run("wordnet_broad")


def test_labels_of_other_images_are_refused() -> None:
    np.save(paths.labels("train"), np.zeros(59, dtype=np.int64))
    with pytest.raises(DataError, match="has 59 labels, but there are logits of 60 images"):
        run("wordnet_broad")


def test_the_command_prints_one_line_for_an_error() -> None:
    paths.PARAMS.write_text(PARAMS.replace("confidence: 0.95", "other: 1"), encoding="utf-8")
    command = [sys.executable, "-m", "tools.audit", "wordnet_broad"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.endswith("evaluate.confidence is missing.\n")
