"""The last words of a run: the way it took, the best of each kind, the page to open."""

from pathlib import Path

import pytest

from stages.core import files
from tests.results.example import write_evaluation, write_params
from tools import summary

LOGITS = "From the committed logits: mapping, evaluation and report were computed on this machine."
# of STRATEGIES in tests/results/example.py: `mean` is second on test, and chosen by dev
BEST = """\
r50: the best of each kind on the 4,000 dev images; its accuracy on the 1,000 test images and the \
95 % interval
  zero-shot     mean   55.0 %  51.9–58.1 %
  supervised    lda    83.0 %  80.5–85.2 %
"""


def said(capsys: pytest.CaptureFixture[str], way: str) -> str:
    summary.main(**vars(summary.parse([way])))
    return capsys.readouterr().out


def test_the_best_of_each_kind_is_the_one_with_the_highest_dev_accuracy(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "logits") == f"\n{LOGITS}\n\n{BEST}\nOpen report/index.html\n"


def test_each_backbone_has_its_own(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_params(checkout, "r50", "small")
    one = {"mean": ("zero_shot", 0.2, 0.18, 0.23, 0.3, 0.28, 0.32, 0.2, 1.0)}
    write_evaluation(checkout, "small", strategies=one)
    below = said(capsys, "logits").partition(BEST)[2].splitlines()
    assert below[0].startswith("small: the best of each kind on the 4,000 dev images; ")
    assert below[1] == "  zero-shot     mean   20.0 %  17.6–22.6 %"


@pytest.mark.parametrize(
    ("way", "first", "last"),
    [
        (
            "images",
            "From the images: all of it was computed on this machine.",
            "Open report/index.html, and for every test image report/explorer/index.html",
        ),
        (
            "mapping",
            "On the logits that were there: mapping, evaluation and report are up to date.",
            "Open report/index.html "
            "(report/explorer/index.html is that of the last run from the images)",
        ),
    ],
)
def test_an_explorer_that_this_run_did_not_write_is_called_old(
    checkout: Path, capsys: pytest.CaptureFixture[str], way: str, first: str, last: str
) -> None:
    files.write_text(checkout / "report/explorer/index.html", "<html>")
    lines = said(capsys, way).splitlines()
    assert (lines[1], lines[-1]) == (first, last)


def test_another_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        summary.parse(["nowhere"])
    assert "choose from" in capsys.readouterr().err
