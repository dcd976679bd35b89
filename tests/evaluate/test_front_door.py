"""`python -m stages.evaluate BACKBONE` in an empty folder."""

import csv
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stages.core import files
from stages.evaluate.stage import main
from tests.conftest import ROOT
from tests.evaluate.examples import (
    BACKBONE,
    LABELS,
    PREDICTIONS,
    list_used,
    scores_of,
    write_list,
    write_predictions,
)

ODD = 'say "hi" <b> it\'s $5'


pytestmark = pytest.mark.usefixtures("elsewhere")


def written() -> dict[str, bytes]:
    found = [path for top in ("metrics", "plots") for path in Path(top).rglob("*")]
    return {str(path): path.read_bytes() for path in found if path.is_file()}


def test_all_files_are_written_under_names_that_kinds_and_strategies_give() -> None:
    write_predictions({ODD: scores_of(PREDICTIONS), "lda": scores_of(LABELS, "supervised")})
    main(BACKBONE)
    assert set(written()) == {
        f"metrics/tiny/zero_shot/{ODD}.json",
        "metrics/tiny/supervised/lda.json",
        f"plots/confusion/tiny/{ODD}.csv",
        "plots/confusion/tiny/lda.csv",
        "plots/per_class/tiny.csv",
        "plots/accuracy/tiny.csv",
        "plots/statistics/tiny.csv",
        "plots/significance/tiny.csv",
        "plots/pairs/tiny.csv",
        "plots/reliability/tiny.csv",
        "plots/risk_coverage/tiny.csv",
        "plots/confused/tiny.csv",
        "plots/unmapped/tiny.csv",
        "plots/policies/tiny.csv",
        "plots/lists/tiny.csv",
        "plots/provenance/tiny.json",
        "plots/checksums/tiny.sha256",
        "plots/figures/tiny/accuracy.svg",
        "plots/figures/tiny/per_class.svg",
        "plots/figures/tiny/pairs.svg",
        "plots/figures/tiny/top_classes.svg",
        "plots/top_classes/tiny.csv",
        "plots/figures/tiny/confusion/lda.svg",
        "plots/figures/tiny/confusion/say__hi___b__it_s__5-85aa9dad.svg",
    }
    with Path("plots/accuracy/tiny.csv").open(encoding="utf-8", newline="") as file:
        assert [row["strategy"] for row in csv.DictReader(file)] == [ODD, "lda"]


def test_what_needs_probabilities_or_lists_is_drawn_where_a_strategy_has_them() -> None:
    write_predictions({"a": replace(scores_of(PREDICTIONS), probabilities="softmax")})
    write_list(list_used("a"))
    main(BACKBONE)
    drawn = {path.name for path in Path("plots/figures/tiny").glob("*.svg")}
    assert drawn == {
        "accuracy.svg", "pairs.svg", "per_class.svg", "reliability.svg", "risk_coverage.svg",
        "top_classes.svg", "unmapped.svg",
    }  # fmt: skip


def test_provenance_is_that_of_the_scores_with_the_number_of_images() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    main(BACKBONE)
    assert files.read_json(Path("plots/provenance/tiny.json")) == {
        "confidence": 0.95,
        "images": {"test": 10, "train": 10},
        "targets": ["bird", "cat", "dog"],
        "test": {"backbone": "tiny"},
        "train": {"backbone": "tiny"},
    }


def test_files_of_a_dropped_strategy_vanish() -> None:
    write_predictions({"a": scores_of(PREDICTIONS), "b": scores_of(PREDICTIONS)})
    main(BACKBONE)
    for side in ("dev", "test"):
        Path(f"data/scores/tiny/{side}/b.npz").unlink()
    main(BACKBONE)
    assert [name for name in written() if "/b." in name] == []


def run_in_new_process() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stages.evaluate", BACKBONE],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_processes_write_the_same_bytes_and_text_ends_with_a_newline() -> None:
    """Hash seeds and clocks differ between processes; only the input may show."""
    write_predictions({"a": scores_of(PREDICTIONS), "b": scores_of(LABELS, "label_free")})
    assert run_in_new_process().returncode == 0
    first = written()
    assert run_in_new_process().returncode == 0
    assert written() == first
    assert [name for name, content in first.items() if not content.endswith(b"\n")] == []
    assert [name for name, content in first.items() if b"\r" in content] == []


def test_bad_input_is_one_line_exit_code_one_and_no_output() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)}, LABELS[1:])
    ended = run_in_new_process()
    assert ended.returncode == 1
    assert ended.stderr == (
        "error: data/scores/tiny/dev/a.npz speaks of 10 images, the labels of 9. "
        "Run: dvc repro -f map\n"
    )
    assert written() == {}


@pytest.mark.parametrize("key", ["digits", "resamples"])
def test_a_missing_parameter_is_named(key: str) -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    lines = Path("params.yaml").read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if key not in line)
    Path("params.yaml").write_text(kept, encoding="utf-8")
    ended = run_in_new_process()
    assert ended.returncode == 1
    assert ended.stderr.endswith(f"evaluate.{key} is missing.\n")
    assert written() == {}


def test_a_reference_that_is_no_strategy_is_named_with_those_that_are() -> None:
    write_predictions({"b": scores_of(PREDICTIONS), "c": scores_of(LABELS)})
    ended = run_in_new_process()
    assert ended.stderr == (
        "error: params.yaml: evaluate.references.zero_shot is 'a'; allowed: b, c.\n"
    )
    assert written() == {}


def test_an_absent_target_that_is_none_is_named_with_those_that_are() -> None:
    write_predictions({"a": scores_of(PREDICTIONS)})
    text = Path("three.yaml").read_text(encoding="utf-8")
    Path("three.yaml").write_text(text.replace("absent: cat", "absent: deer"), encoding="utf-8")
    ended = run_in_new_process()
    assert ended.returncode == 1
    assert ended.stderr == (
        "error: three.yaml:2: absent is 'deer'; allowed: null (ImageNet has all), bird, cat, dog.\n"
    )
    assert written() == {}


def test_importing_the_public_functions_loads_no_slow_library() -> None:
    """scikit-learn, pandas and matplotlib take two seconds together."""
    slow = {"sklearn", "pandas", "matplotlib"}
    code = f"import sys, stages.evaluate; print(*{slow} & {{*sys.modules}})"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "\n"
