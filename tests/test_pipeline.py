"""The whole pipeline with DVC, tiny but complete (tests/pipeline.py)."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.pipeline import STRATEGIES, Checkout, change_one_strategy, stages_run


def test_every_stage_runs_once_and_every_strategy_gets_its_metrics(
    finished: tuple[Checkout, str],
) -> None:
    checkout, output = finished
    ran = {name.partition("@")[0] for name in stages_run(output)}
    assert {"download", "weights", "preprocess", "infer", "map", "evaluate", "report"} <= ran
    files = (checkout.root / "metrics/tiny-net").rglob("*.json")
    assert sorted(file.stem for file in files) == sorted(STRATEGIES)


def test_nothing_runs_twice(full: Checkout) -> None:
    assert "Data and pipelines are up to date." in full.run("dvc", "repro")


def test_a_changed_mapping_runs_map_evaluate_and_report_alone(full: Checkout) -> None:
    """With the images; test_commands.py does the same in a clone without."""
    change_one_strategy(full)
    output = full.run("dvc", "repro", "--pull", "--allow-missing", "report")
    assert stages_run(output) == {"map@tiny-net", "evaluate@tiny-net", "report"}
    changed = json.loads(full.run("dvc", "metrics", "diff", "--json"))
    assert {Path(name).stem for name in changed} <= {"wordnet_mean", "best"}
    assert {"wordnet_mean"} == {
        Path(name).stem
        for name in full.run("git", "diff", "--name-only", "plots/confusion").splitlines()
    }


def test_without_any_source_repro_starts_from_the_committed_logits(bare: Checkout) -> None:
    output = bare.make("repro")
    assert "this run starts from the committed logits" in output
    assert stages_run(output) == {"map@tiny-net", "evaluate@tiny-net", "report"}
    assert bare.run("git", "status", "--porcelain") == ""
    assert last_words(output)[0].startswith("From the committed logits: ")
    assert last_words(output)[-1] == "Open report/index.html"
    assert (bare.root / "report/index.html").is_file()


def last_words(output: str) -> list[str]:
    """The summary, which is to be all that is said after the last command of DVC."""
    lines = output.splitlines()
    start = max(i for i, line in enumerate(lines) if line.startswith(("From the ", "On the ")))
    assert not [line for line in lines[start:] if "dvc" in line]
    return lines[start:]


def test_with_the_images_the_last_words_are_those_of_a_run_from_them(full: Checkout) -> None:
    """DVC's own last words would be to add dvc.lock to Git."""
    words = last_words(full.make("repro"))
    assert words[0] == "From the images: all of it was computed on this machine."
    assert [line.split()[0] for line in words if line.startswith("  ")] == [
        "zero-shot",
        "informed",
        "supervised",
    ]
    assert words[-1].startswith("Open report/index.html, and for every test image report/explorer/")


def test_after_an_edit_the_questions_are_brought_up_to_date_with_the_report(bare: Checkout) -> None:
    """Without images, by make repro as by make remap."""
    change_one_strategy(bare)
    ran = {"map@tiny-net", "evaluate@tiny-net", "report", "questions"}
    assert stages_run(bare.make("repro")) == ran
    output = bare.make("remap")
    assert stages_run(output) == {"report"}
    assert last_words(output)[0].startswith("On the logits that were there: ")
    assert "up to date" in bare.run("dvc", "status", "report", "questions")


def advice(output: str) -> str:
    """The command that the last line of ours ends with."""
    errors = [line for line in output.splitlines() if line.startswith("error: ")]
    return errors[-1].rpartition(": ")[2]


def test_without_any_source_a_bare_repro_ends_with_the_command_that_works(bare: Checkout) -> None:
    told = advice(bare.run("dvc", "repro", expect=255))
    assert told == "dvc repro --pull --allow-missing report"
    assert "Data and pipelines are up to date." in bare.run(*told.split())


def test_without_any_source_a_missing_label_is_pulled_as_its_error_says(bare: Checkout) -> None:
    bare.run("dvc", "repro", expect=255)
    for missing in ("data/logits/tiny-net", "data/labels/train.npy"):
        (bare.root / missing).unlink(missing_ok=True)
        output = bare.run("python", "-m", "stages.map", "tiny-net", expect=1)
        assert output == f"error: {missing} is missing. Run: dvc pull, or: dvc repro\n"
        bare.run("dvc", "pull")
    bare.run("python", "-m", "stages.map", "tiny-net")


def test_a_failed_fetch_takes_nothing_away(full: Checkout) -> None:
    """DVC would delete the outs of a stage before it runs."""
    for mirror in ("", "/nowhere/at/all"):
        without = Checkout(full.root, full.environment | {"DATA_MIRROR": mirror})
        without.run("dvc", "repro", "-f", "-s", "download", expect=255)
        without.run("dvc", "repro", "-f", "-s", "weights", expect=255)
    assert "up to date" in full.run("dvc", "status", "download", "weights")


def test_an_edit_before_map_is_never_answered_with_the_committed_logits(bare: Checkout) -> None:
    bare.edit("params.yaml", "preprocess:\n  size: 32\n", "preprocess:\n  size: 64\n")
    output = bare.run("python", "-m", "tools.probe", expect=1)
    assert "committed logits are not those of this checkout" in output


@pytest.mark.parametrize(
    "words",
    [
        ("stages.download",),
        ("stages.weights", "tiny-net"),
        ("tools.probe",),
        ("stages.map", "tiny-net"),
        ("tools.compare",),
        ("stages.report",),
        ("tools.verify",),
    ],
)
def test_from_a_subfolder_a_command_writes_nothing_and_says_where_the_root_is(
    full: Checkout, words: tuple[str, ...]
) -> None:
    folder = full.root / "docs"
    before = sorted(folder.rglob("*"))
    below = Checkout(folder, full.environment | {"PYTHONPATH": str(full.root)})
    output = below.run("python", "-m", *words, expect=1)
    assert output.splitlines()[-1].endswith(f"where every command is run. Run: cd {full.root}")
    assert sorted(folder.rglob("*")) == before


def test_no_score_depends_on_a_test_label(full: Checkout) -> None:
    scores = full.root / "data/scores/tiny-net"
    before = {path: path.read_bytes() for path in sorted(scores.rglob("*.npz"))}
    labels = full.root / "data/labels/test.npy"
    scrambled = (np.load(labels) + 3) % 10
    labels.unlink()  # DVC keeps a link-safe copy of its own
    np.save(labels, scrambled)
    full.run("dvc", "repro", "-f", "-s", "map")
    assert {path: path.read_bytes() for path in sorted(scores.rglob("*.npz"))} == before
    assert before


def test_the_plots_page_needs_no_network(full: Checkout, tmp_path: Path) -> None:
    full.run("dvc", "plots", "show", "-o", str(tmp_path / "page"))
    page = (tmp_path / "page/index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.https?://", page)
    assert "vega" in page
