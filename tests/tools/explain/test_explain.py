"""`python -m tools.explain`: every sentence is true of the image, and fits a terminal."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core import arrays, paths
from stages.core.errors import DataError, ParamsError
from stages.map.groups import read_groups
from stages.map.stage import main as map_logits
from tests import sealing
from tests.map.checkout import PARAMS, SHOWN, make_checkout
from tools.explain.__main__ import main
from tools.explain.disagreement import measure_disagreement


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout after `python -m stages.map net`, which takes a second."""
    folder = tmp_path_factory.mktemp("mapped")
    with pytest.MonkeyPatch.context() as patch:
        make_checkout(folder, patch)
        map_logits("net")
    return folder


@pytest.fixture
def _record(mapped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(mapped, tmp_path, symlinks=True, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def run(index: int | None, **said: Any) -> None:
    words = {"split": "test", "backbone": None, "disagree": None}
    main(argparse.Namespace(index=index, **(words | said)))


def told(capsys: pytest.CaptureFixture[str], index: int | None, **said: Any) -> str:
    run(index, **said)
    return capsys.readouterr().out


def block(text: str, strategy: str) -> str:
    """What is said of one strategy, on one line."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"  {strategy} "))
    end = next((i for i, x in enumerate(lines) if i > start and x[:6].strip()), len(lines))
    return " ".join(" ".join(lines[start:end]).split())


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("split", ["test", "dev"])
def test_every_strategy_is_explained_within_100_columns(
    split: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for index in range(20):
        text = told(capsys, index, split=split)
        assert max(map(len, text.splitlines())) <= 100
        assert "does not give these scores" not in text
        for name in ("chance", "mean", "rejecting", "grown", "drawn", "voted", "akin", "learnt"):
            assert f"\n  {name} " in text


@pytest.mark.usefixtures("_record")
def test_the_truth_is_marked_as_what_no_strategy_saw(capsys: pytest.CaptureFixture[str]) -> None:
    assert "truth: dog (truth, not seen by any strategy)\n" in told(capsys, 5)
    dev = told(capsys, 5, split="dev")
    assert "dog (truth, not seen by any strategy that gave the scores below)" in dev
    paths.labels("test").unlink()
    text = told(capsys, 5)
    assert "truth: its label is not here. Run: dvc pull" in text
    assert "right" not in text


def top1_is(record_images: int, stands_out: bool) -> int:
    """The first test image whose top-1 class is, or is not, the class that it shows."""
    top1 = np.asarray(arrays.read_logits("net", "test")).argmax(axis=1)
    shown = np.array(SHOWN)[np.arange(record_images) % 10]
    return int(np.flatnonzero((top1 == shown) == stands_out)[0])


@pytest.mark.usefixtures("_record")
def test_a_top1_class_in_a_group_counts_for_it_with_the_reason_of_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    index = top1_is(20, stands_out=True)
    text = block(told(capsys, index), "mean")
    assert "mean of probabilities: " in text
    assert " counts for " in text
    assert "(below n" in text


@pytest.mark.usefixtures("_record")
def test_what_was_done_with_an_unmapped_top1_class(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys, unmapped_image())
    assert block(text, "mean").endswith("is unmapped: it did not count")
    assert block(text, "rejecting").startswith("rejecting rejected wrong the top-1 class, ")
    assert block(text, "rejecting").endswith("is unmapped: the image was rejected")
    assert "reassigned: of all targets the nearest in WordNet" in block(text, "grown")
    assert "is unmapped: a target was drawn, " in block(text, "drawn")
    assert "for none" in block(text, "voted")


def unmapped_image() -> int:
    held: set[int] = set()
    for name in ("wordnet_broad", "imagenet_d"):
        groups = read_groups(name)
        held |= {index for group in groups.members for index in group}
    top1 = np.asarray(arrays.read_logits("net", "test")).argmax(axis=1)
    return next(image for image, index in enumerate(top1) if int(index) not in held)


@pytest.mark.usefixtures("_record")
def test_supervised_dev_scores_are_of_fits_whose_weights_are_gone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = "fitted to other images than for test, and those weights are not stored"
    assert block(told(capsys, 3, split="dev"), "learnt").endswith(said)
    assert block(told(capsys, 3, split="dev"), "akin").count(" leads ") == 1
    assert block(told(capsys, 3), "learnt").count(" leads ") == 1


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("strategy", ["akin", "learnt", "separated"])
def test_the_parts_of_a_lead_sum_to_it(strategy: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Three digits of each part are printed."""
    for index in range(5):
        lead, parts = block(told(capsys, index), strategy).split(" leads ")[1].split(": ", 1)
        numbers = [float(part.split()[-1]) for part in parts.split(", ")]
        size = max(map(abs, numbers))
        assert sum(numbers) == pytest.approx(float(lead.split()[-1]), abs=0.02 * size)


@pytest.mark.usefixtures("_record")
def test_scores_that_the_parameters_do_not_give_are_not_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """params.yaml was edited after the run."""
    edited = PARAMS.replace("reduce: max", "reduce: sum")
    edited = edited.replace("unmapped: reject", "unmapped: ignore")
    paths.PARAMS.write_text(edited, encoding="utf-8")
    index = unmapped_image()
    for strategy in ("drawn", "rejecting"):
        found = [block(told(capsys, i), strategy) for i in (index, top1_is(20, True))]
        assert any("Run: dvc repro -f map" in text for text in found), strategy
    assert "Run:" not in block(told(capsys, index), "mean")


@pytest.mark.usefixtures("_record")
def test_the_lists_of_a_top_class_are_named_where_they_are_few(
    capsys: pytest.CaptureFixture[str],
) -> None:
    index = top1_is(20, stands_out=True)
    lines = told(capsys, index).splitlines()
    first = lines[lines.index("") + 2]
    assert " in 4 of 4 lists" in first or " in wordnet_broad" in first


def test_disagreement_is_the_share_of_pairs_that_differ() -> None:
    """Of four strategies: all alike; two and two; all apart; three and one; one rejects."""
    predictions = [np.array(p) for p in ([0, 0, 0, 1, 2], [0, 0, 1, 1, 2], [0, 1, 2, 1, 2])]
    predictions.append(np.array([0, 1, -1, 0, -1]))
    found = measure_disagreement(predictions, 3)
    np.testing.assert_allclose(found, [0, 4 / 6, 1, 3 / 6, 3 / 6])
    assert measure_disagreement(predictions[:1], 3).tolist() == [0] * 5


@pytest.mark.usefixtures("_record")
def test_the_most_disputed_images_are_listed_with_who_said_what(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys, None, disagree=4)
    assert "The 4 of 20 test images of net on which 8 strategies differ most." in text
    rows = [line.split() for line in text.splitlines() if line[:6].strip().isdigit()]
    shares = [float(row[1]) for row in rows]
    assert len(shares) == 4
    assert shares == sorted(shares, reverse=True)
    assert max(map(len, text.splitlines())) <= 100
    assert f"tools.explain {rows[0][0]} --split test" in text


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("data/logits/net/test.safetensors", r"is missing\. Run: dvc pull$"),
        ("data/scores/net/test/mean.npz", "is missing. Run: dvc pull, or, if params.yaml is new"),
        ("data/mappings/net/mean.json", r"is missing\. Run: dvc pull$"),
    ],
)
def test_a_missing_file_can_be_pulled(missing: str, message: str) -> None:
    Path(missing).unlink()
    with pytest.raises(DataError, match=f"^{missing} {message}"):
        run(0)


@pytest.mark.usefixtures("_record")
def test_scores_of_a_dropped_strategy_are_named() -> None:
    paths.PARAMS.write_text(PARAMS.replace("    learnt:", "    other:"), encoding="utf-8")
    with pytest.raises(DataError, match=r"test/learnt\.npz is of no strategy in params\.yaml"):
        run(0)


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("index", "said", "message"),
    [
        (20, {}, "there is no test image 20; allowed: 0 to 19"),
        (-1, {}, "there is no test image -1"),
        (60, {"split": "dev"}, "there is no dev image 60; allowed: 0 to 59"),
        (None, {"disagree": 0}, "--disagree is 0; allowed: 1 and more"),
        (0, {"backbone": "x"}, "there is no backbone 'x'; allowed: net"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    index: int | None, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParamsError, match=message):
        run(index, **said)


@pytest.mark.usefixtures("_record")
def test_the_command_needs_no_images_and_no_slow_library() -> None:
    code = (
        "import sys; sys.argv = ['explain', '0']; import runpy; "
        "runpy.run_module('tools.explain', run_name='__main__'); "
        "print({'torch', 'sklearn', 'statsmodels', 'matplotlib'} & {*sys.modules})"
    )
    sealing.seal_all()
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("image 0 of test, seen by net\n")
    assert ended.stdout.endswith("set()\n")
