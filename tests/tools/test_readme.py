"""`python -m tools.readme`: the tables between the marks, and whether they are current.

And the sentences beside it that name numbers: they are those of the files that they rest on.
"""

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import get_args

import pytest

from stages.core import files
from stages.core.arrays import Kind
from stages.core.errors import DataError
from tests.conftest import ROOT
from tests.results.example import STRATEGIES as STRATEGIES_OF_EXAMPLE
from tests.results.example import write_evaluation
from tools.readme.__main__ import (
    CARD,
    CITATION,
    CROISSANT,
    README,
    RESULTS,
    STRATEGIES,
    filled,
    main,
)
from tools.readme.croissant import COLUMNS

START, END = "<!-- results:start -->", "<!-- results:end -->"
MEAN = STRATEGIES_OF_EXAMPLE["mean"]
PAGE = f"# Title\n\n{START}\nold\n{END}\n\nwritten by hand\n"


@pytest.fixture
def pages(checkout: Path) -> Path:
    """A checkout with all pages, their tables still to be filled."""
    for page in (README, RESULTS):
        files.write_text(checkout / page, PAGE)
    files.write_text(checkout / CARD, "<!-- card:start -->\n<!-- card:end -->\n")
    files.write_text(checkout / CITATION, "version: 1.2.3\n")
    marks = [f"<!-- {kind}:start -->\n<!-- {kind}:end -->\n" for kind in get_args(Kind)]
    files.write_text(checkout / STRATEGIES, "\nby hand\n".join(marks))
    return checkout


def test_only_what_stands_between_the_marks_changes() -> None:
    new = filled(README, PAGE, "results", "| new |\n")
    assert new == f"# Title\n\n{START}\n| new |\n{END}\n\nwritten by hand\n"


@pytest.mark.parametrize("page", ["", START, f"{END}\n{START}", f"{START}{END}{START}{END}"])
def test_marks_that_are_missing_doubled_or_swapped_are_an_error(page: str) -> None:
    with pytest.raises(DataError, match=r"README\.md must hold"):
        filled(README, page, "results", "table")


@pytest.mark.parametrize("page", [README, RESULTS, CARD, STRATEGIES])
def test_a_filled_table_passes_the_check_and_an_edited_one_fails(page: Path, pages: Path) -> None:
    main(check=False)
    main(check=True)
    text = (pages / page).read_text(encoding="utf-8")
    assert "55.0 %" in text
    files.write_text(pages / page, text.replace("55.0 %", "65.0 %"))
    with pytest.raises(DataError, match=f"^{page}: .*Run: make readme"):
        main(check=True)


def test_a_check_writes_nothing(pages: Path) -> None:
    with pytest.raises(DataError):
        main(check=True)
    assert (pages / README).read_text(encoding="utf-8") == PAGE


def test_readme_has_the_best_of_each_kind_and_what_it_may_know(pages: Path) -> None:
    main(check=False)
    text = (pages / README).read_text(encoding="utf-8")
    table = text[text.index(START) : text.index(END)]
    assert "ResNet-50, quantised:" in table
    assert "accuracy on 1,000 test images | 95 % interval | what the mapping may know |" in table
    rows = re.findall(r"^\| ([zs].*?) \| \*\*(.*?)\*\* \| (.*?) \| (.*?) \| ", table, re.MULTILINE)
    assert rows == [
        ("zero‑shot", "mean", "55.0 %", "51.9–58.1 %"),
        ("supervised", "lda", "83.0 %", "80.5–85.2 %"),
    ]
    assert "| class names and WordNet, no image of the data set |" in table
    assert "> Uses Some Work, https://example.org/work, under its licence" in table


def test_the_page_of_results_has_every_mapping_by_the_column_that_is_marked(pages: Path) -> None:
    main(check=False)
    text = (pages / RESULTS).read_text(encoding="utf-8")
    assert "| kind | strategy | ▼ accuracy on 4,000 dev images | on 1,000 test images |" in text
    dev = re.findall(r"^\| zero‑shot \| .*? \| (\S+) % \|", text, re.MULTILINE)
    assert dev == ["57.0", "52.0", "19.0"]
    assert "Equal rows" not in text


def test_equal_rows_are_named_and_equal_matrices_alone_are_not_enough(pages: Path) -> None:
    """All strategies of the example have one matrix; two of these have one dev accuracy, too."""
    write_evaluation(pages, "r50", strategies={**STRATEGIES_OF_EXAMPLE, "twin": MEAN})
    main(check=False)
    text = (pages / RESULTS).read_text(encoding="utf-8")
    assert "equal in every cell: mean and twin (zero-shot). " in text


def test_a_strategy_stands_under_its_kind_with_its_options_and_numbers(pages: Path) -> None:
    with (pages / "params.yaml").open("a", encoding="utf-8") as file:
        file.write("map: {strategies: {lda: {method: lda, shrinkage: 0.1}}}\n")
    main(check=False)
    _, _, rest = (pages / STRATEGIES).read_text(encoding="utf-8").partition("supervised:start -->")
    header, _, row, *_ = rest.strip().splitlines()
    assert "r50: 4,000 dev images | 1,000 test images" in header
    assert row.startswith("| lda | method: lda, shrinkage: 0.1 | 82.0 % | 83.0 % | ")


def test_the_card_has_the_provenance_and_the_best_and_worst_class(pages: Path) -> None:
    main(check=False)
    text = (pages / CARD).read_text(encoding="utf-8")
    assert "| checkpoint | r50.pth, SHA-256 aa11 |" in text
    assert "| zero-shot | mean: 55.0 % (51.9–58.1 %); best class ship (F1 0.75), worst deer" in text


def test_machines_find_each_column_of_the_scores_with_their_hash(pages: Path) -> None:
    main(check=False)
    found = json.loads((pages / CROISSANT).read_text(encoding="utf-8"))
    (file,), (records,) = found["distribution"], found["recordSet"]
    scores = pages / "docs" / file["contentUrl"]
    assert file["sha256"] == hashlib.sha256(scores.read_bytes()).hexdigest()
    assert scores.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)
    extracted = [field["source"]["extract"]["column"] for field in records["field"]]
    assert extracted == list(COLUMNS)
    assert found["version"] == "1.2.3"


def test_a_missing_readme_is_an_error(checkout: Path) -> None:
    files.write_text(checkout / CITATION, "version: 1.2.3\n")
    with pytest.raises(DataError, match=r"README\.md is missing"):
        main(check=False)


def test_the_tables_of_this_project_are_those_of_its_metrics(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    main(check=True)


def in_readme(sentence: str) -> bool:
    return sentence in (ROOT / "README.md").read_text(encoding="utf-8")


def table(path: str, key: str) -> dict[str, dict[str, str]]:
    """A committed CSV file, its rows by one of their columns."""
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def points(after: str | float, before: str | float) -> str:
    return f"{100 * (float(after) - float(before)):.1f}"


def test_what_one_word_is_worth_is_the_difference_of_the_output_shown_above_it() -> None:
    """Its columns are bilinear and bicubic, and in brackets are the test accuracies in per cent."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^  (lda|wordnet_mean) +… \((.*)\) +… \((.*)\)$", text, re.MULTILINE)
    worth = {name: points(float(after) / 100, float(before) / 100) for name, before, after in found}
    lda, mean = worth["lda"], worth["wordnet_mean"]
    assert in_readme(f"is worth {mean} points to `wordnet_mean`, ")
    assert in_readme(f"and {lda} to `lda`, ")


def test_the_table_of_experiments_has_the_committed_numbers_and_stars() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    best = json.loads((ROOT / "metrics/best.json").read_text(encoding="utf-8"))["zero_shot"]
    table = text.split("HEAD dd4ad56           strict")[1].split("```")[0]
    for name in ("wordnet_mean", "taxonomy"):
        path = ROOT / f"metrics/resnet50-pqf/zero_shot/{name}.json"
        metrics = json.loads(path.read_text(encoding="utf-8"))
        dev, test = (f"{100 * metrics[key]:.1f}" for key in ("dev_accuracy", "accuracy"))
        star = "*" if best == f"resnet50-pqf/{name}" else ""
        (shown,) = re.findall(rf"^  {name} +(\S+ \S+)", table, re.MULTILINE)
        assert shown == f"{dev} ({test}){star}"


def test_what_the_mapping_and_the_enlargement_are_worth_is_as_measured() -> None:
    accuracy = table("plots/accuracy/resnet50-pqf.csv", "strategy")
    best, worst = (accuracy[name]["accuracy"] for name in ("wordnet_mean", "naive_substring"))
    assert in_readme(f"{points(best, worst)} points from `naive_substring` to `wordnet_mean`")
    study = table("plots/study/preprocessing.csv", "variant")
    bicubic, nearest = (study[f"224 px, {name}"] for name in ("bicubic", "nearest"))
    gain = points(bicubic["accuracy"], nearest["accuracy"])
    assert in_readme(f"gains {gain} points on {bicubic['images']} images")


def test_the_near_duplicates_are_those_that_were_found() -> None:
    rows = table("plots/gallery/without_duplicates.csv", "strategy").values()
    assert {row["duplicates"] for row in rows} == {"1"}
    assert in_readme("**One test image is also a training image** (of 1,000, ")
    moved = max(abs(float(row["accuracy_without"]) - float(row["accuracy"])) for row in rows)
    assert in_readme(f"accuracy moves by more than {100 * moved:.2f} points")
