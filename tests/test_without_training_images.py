"""A data set of test images alone, from its logits to every page."""

import json
from pathlib import Path

import numpy as np
import pytest

from stages.core import arrays, files, paths
from stages.evaluate.stage import main as evaluate
from stages.map.stage import main as map_logits
from stages.published import read_results
from stages.questions.stage import main as answer
from stages.report.stage import main as report
from stages.sensitivity.stage import main as vary
from tests.conftest import ROOT
from tests.evaluate import examples
from tests.results.example import PINS, RUN
from tests.sensitivity import world
from tools import summary

PARAMS = """\
backbones:
  - r50
targets: cifar10
map:
  cross_fit:
    folds: 5
    seed: 0
  strategies:
    mean:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: ignore
    max:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: max
      unmapped: reject
    lda:
      method: lda
      shrinkage: ledoit_wolf
"""
EVALUATE = examples.PARAMS[examples.PARAMS.index("evaluate:") :].replace(
    "zero_shot: a", "zero_shot: mean\n    supervised: lda"
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logits and labels of 60 test images and of no training image; all stages below them ran."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stages").symlink_to(ROOT / "stages")
    sensitivity = world.PARAMS.partition("sensitivity:\n")[2]
    files.write_text(paths.PARAMS, f"{PARAMS}{EVALUATE}sensitivity:\n{sensitivity}")
    files.write_text(Path("requirements.txt"), PINS)
    made_by = {"backbone": "r50", **RUN}
    logits = world.made_logits(0)
    for split, rows in ("train", logits[:0]), ("test", logits):
        arrays.write_logits(paths.logits("r50") / f"{split}.safetensors", rows, made_by)
    files.write_sums(paths.logits("r50"))
    paths.LABELS.mkdir()
    for name, labels in (("train", world.LABELS[:0]), ("test", world.LABELS)):
        np.save(paths.LABELS / f"{name}.npy", labels)
        files.write_sums(paths.LABELS / f"{name}.npy")
    map_logits("r50")
    evaluate("r50")
    return tmp_path


def test_dev_numbers_are_absent_and_nothing_stands_for_them(checkout: Path) -> None:
    """The lists are then mended by the test images."""
    numbers = json.loads(Path("metrics/r50/zero_shot/mean.json").read_text(encoding="utf-8"))
    assert sorted(numbers) == [
        "accuracy", "accuracy_high", "accuracy_low", "answered_share", "macro_f1",
    ]  # fmt: skip
    first, *rows = Path("plots/accuracy/r50.csv").read_text(encoding="utf-8").splitlines()
    assert first.endswith("dev_accuracy,dev_low,dev_high")
    assert [row.endswith(",,,") for row in rows] == [True, True]
    told = Path("plots/statistics/r50.csv").read_text(encoding="utf-8")
    assert "nll" in told
    assert "temperature" not in told
    assert "calibrated" not in told.replace("if_calibrated", "")
    confused = Path("plots/confused/r50.csv").read_text(encoding="utf-8").splitlines()
    assert len(confused) > 1
    for path in checkout.glob("[mp]*/**/*.*"):
        if path.suffix in (".csv", ".json"):
            assert not {"nan", "null", "none"} & set(path.read_text("utf-8").lower().split(","))


def test_the_report_chooses_on_test_and_says_so(checkout: Path) -> None:
    report()
    text = Path("report/report.md").read_text(encoding="utf-8")
    assert "is the best of 2 on these same images, since there are no training images" in (
        text.replace("It is", "is")
    )
    assert "There are no training images, so what is chosen, sorted or mended is so on" in text
    assert "within a kind by accuracy on test (▼), by which a strategy is chosen" in text
    assert "| on 0 dev images |" not in text
    said = text.partition("## How to reproduce")[0]
    assert [line for line in said.splitlines() if " dev" in line] == []
    page = Path("report/index.html").read_text(encoding="utf-8")
    assert "within a kind by accuracy on test (▼), by which a strategy is chosen" in page
    assert "dev images" not in page


def test_the_best_comes_first_wherever_results_are_listed(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = read_results()
    assert table["accuracy"].tolist() == sorted(table["accuracy"], reverse=True)
    summary.main("logits")
    assert (
        "r50: without training images the best of each kind on the 60 test images, the 95 % "
        "interval\n"
    ) in capsys.readouterr().out


def test_what_cannot_be_measured_says_so_in_a_line(
    checkout: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Sensitivity varies choices on dev; the questions rest on it."""
    caplog.set_level("INFO")
    vary()
    answer()
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "sensitivity is left out: the data set has no training images.",
        "The ten questions are left out: so is sensitivity.",
    ]
    absent = Path("plots/sensitivity/absent.txt")
    assert absent.read_text(encoding="utf-8") == f"{told[0]}\n"
    questions = Path("report/questions/README.md").read_text(encoding="utf-8")
    assert "`plots/sensitivity/absent.txt` says why" in questions
    report()
    assert "How much depends on what" not in Path("report/report.md").read_text(encoding="utf-8")
