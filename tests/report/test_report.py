"""`python -m stages.report`: the sentences of the page, and faulty input."""

import json
import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest

from stages.core import files
from stages.core.errors import DataError
from stages.report.stage import main
from stages.tables.evaluate import SIGNIFICANCE, Metrics, ReferenceTest
from tests.results.example import (
    NASTY,
    STRATEGIES,
    run_with,
    write_evaluation,
    write_params,
    write_table,
)

# an accuracy of one zero-shot strategy that is clear of all others
CLEAR = {
    "best": ("zero_shot", 0.7, 0.68, 0.72, 0.7, 0.69, 0.71, 0.7, 1.0),
    "worst": ("zero_shot", 0.1, 0.09, 0.11, 0.1, 0.09, 0.11, 0.1, 0.0),
}


def page(checkout: Path) -> str:
    main()
    return (checkout / "report/report.md").read_text(encoding="utf-8")


def test_the_best_on_dev_is_chosen_although_another_is_better_on_test(checkout: Path) -> None:
    text = page(checkout)
    assert "zero-shot: **mean** is right for **55.0 %** (51.9–58.1 %)" in text
    assert "On the test images sum is 1.0 points better" in text


def test_each_kind_has_its_own_table_rows_and_chapter_and_no_other_kind_between(
    checkout: Path,
) -> None:
    rows = [line.split(" | ")[:2] for line in page(checkout).splitlines() if " %" in line]
    table = [row for row in rows if row[0] in ("| zero‑shot", "| supervised")]
    assert table == [
        ["| zero‑shot", "**mean**"],
        ["| zero‑shot", "sum"],
        ["| zero‑shot", r'a\|b &lt;i&gt;"c" \*d\*'],
        ["| supervised", "**lda**"],
    ]
    assert "### Zero-shot\n" in page(checkout)
    assert "### Supervised\n" in page(checkout)


def test_what_the_choice_is_worth_is_the_span_of_test_accuracies(checkout: Path) -> None:
    """.70 of the best minus .40 of the weakest: 30 points."""
    weak = ("zero_shot", 0.4, 0.38, 0.42, 0.4, 0.38, 0.42, 0.4, 1.0)
    write_evaluation(checkout, "clear", strategies={**CLEAR, "weak": weak})
    write_params(checkout, "clear")
    assert "From weak (40.0 %) to best (70.0 %), the choice is worth 30.0 points." in page(checkout)


def test_the_ends_of_an_interval_are_rounded_once(checkout: Path) -> None:
    """802 of 1,000 have the limit .82552; rounded from the .8255 in metrics/, it would be 82.5."""
    rounded = ("zero_shot", 0.802, 0.7762, 0.8255, 0.8, 0.79, 0.81, 0.8, 1.0)
    write_evaluation(checkout, "rounded", strategies={"mean": rounded})
    write_params(checkout, "rounded")
    assert "| **mean** | 80.0 % | 80.2 % | 77.6–82.6 % |" in page(checkout)


def test_chance_is_named_and_does_not_count_as_what_a_choice_is_worth(checkout: Path) -> None:
    """With 3 targets chance is .333; the interval from .32 contains it, that from .52 does not."""
    guess = ("zero_shot", 0.35, 0.32, 0.38, 0.35, 0.33, 0.37, 0.35, 1.0)
    two = {name: STRATEGIES[name] for name in ("mean", "sum")}
    write_evaluation(checkout, "r50", strategies={**two, "guess": guess})
    (checkout / "metrics/r50/supervised/lda.json").unlink()
    (checkout / f"metrics/r50/zero_shot/{NASTY}.json").unlink()
    text = page(checkout)
    assert "Not better than chance: guess (35.0 %)." in text
    assert "From mean (55.0 %) to sum (56.0 %), the choice is worth 1.0 points." in text


def test_the_chosen_one_is_told_apart_by_the_paired_test_and_not_by_intervals(
    checkout: Path,
) -> None:
    """sum, .529–.590, overlaps mean, .519–.581, although the test finds sum worse."""
    told = "Tested against each of the others on the same images: "
    nasty = r'better than a\|b &lt;i&gt;"c" \*d\*'
    assert f"{told}{nasty}; not distinguishable from sum.\n" in page(checkout)
    path = checkout / "plots/significance/r50.csv"
    text = path.read_text(encoding="utf-8")
    files.write_text(path, text.replace("not distinguishable", "worse"))
    assert f"{told}better than sum and {nasty.removeprefix('better than ')}.\n" in page(checkout)


def test_a_chosen_one_that_met_the_reference_alone_is_said_to(checkout: Path) -> None:
    """mean is chosen on dev; sum was named as the reference beforehand, and mean is worse."""
    tests = [
        ReferenceTest("zero_shot", "mean", "sum", -0.01, -0.02, -0.005, 2, 12, 0.01, 0.02, "worse"),
        ReferenceTest("zero_shot", NASTY, "sum", -0.36, -0.4, -0.3, 10, 370, 1e-9, 2e-9, "worse"),
        ReferenceTest("supervised", "sum", "mean", 0.5, 0.4, 0.6, 9, 0, 0.1, 0.1, "better"),
    ]
    write_table(checkout, SIGNIFICANCE, tests, backbone="r50")
    told = (
        "Tested against the reference of its kind, which was named beforehand, on the same images:"
    )
    assert f"{told} worse than sum.\n" in page(checkout)


def test_the_prose_follows_the_numbers(checkout: Path) -> None:
    write_evaluation(checkout, "clear", strategies=CLEAR)
    write_params(checkout, "clear")
    text = page(checkout)
    assert "Tested against" not in text  # the tests on disk are of other strategies
    assert "points better" not in text
    assert "worst answers 0.0 % of the images.\n" in text
    assert "Not better than chance: worst (10.0 %).\n" in text


def test_what_a_browser_is_told_of_differences_a_forge_is_told_as_well(checkout: Path) -> None:
    text = page(checkout)
    row = "| sum | mean | +1.00 | −1.00 to +3.00 | 60 | 50 | 0.400 | not distinguishable |\n"
    assert row in text
    assert "| mean | −35.00 | −38.00 to −32.00 | 10 | 360 | &lt; 0.001 | worse |\n" in text
    policy = "| zero-shot | mean | ignore | wide | mean of logits | 50.0 % | 57.0 % | +0.00 |"
    assert policy in text
    assert "| evaluate.confidence | 0.95 |\n" in text


def test_the_ends_of_a_paired_interval_are_told_as_they_are_stored(checkout: Path) -> None:
    """.001541 is .0015 in plots/: +0.2 points with one decimal, but +0.1 by way of .0015."""
    path = checkout / "plots/significance/r50.csv"
    text = path.read_text(encoding="utf-8")
    files.write_text(path, text.replace("0.01,-0.01,0.03,", "0.01,-0.01,0.0015,"))
    assert "| +1.00 | −1.00 to +0.15 | 60 | 50 |" in page(checkout)


def test_macro_f1_stands_with_its_interval(checkout: Path) -> None:
    """.54, and .02 to either side."""
    assert "| 51.9–58.1 % | 0.540 (0.520–0.560) |" in page(checkout)


def test_the_classes_of_the_chosen_one_are_told_by_its_name(checkout: Path) -> None:
    """Also if the page has just named a rejecting strategy."""
    assert "\nmean finds ship best (F1 0.75), deer worst (0.00)." in page(checkout)


def test_a_rejecting_strategy_is_also_judged_by_what_it_answers(checkout: Path) -> None:
    """Right for .20 of all, answers .25: right for .80 of the answered."""
    assert "answers 25.0 % of the images and is right for 80.0 % of those." in page(checkout)


def test_the_most_confused_pairs_leave_out_what_is_right_and_what_never_happens(
    checkout: Path,
) -> None:
    text = page(checkout)
    start = text.index("| cat | ship | 25 | 50.0 % |\n")
    assert text[start:].startswith(
        "| cat | ship | 25 | 50.0 % |\n"
        "| cat | rejected | 15 | 30.0 % |\n"
        "| ship | cat | 10 | 20.0 % |\n"
        "\n"
    )
    assert "make up 100.0 % of its errors" in text


def test_a_class_that_is_never_found_is_named(checkout: Path) -> None:
    assert "Not one image was rightly called deer." in page(checkout)


def test_a_name_cannot_leave_its_table_cell_or_become_html(checkout: Path) -> None:
    text = page(checkout)
    assert NASTY not in text
    assert r'| zero‑shot | a\|b &lt;i&gt;"c" \*d\* | 19.0 % |' in text
    for tag in ("<details>", "</details>", "<summary>", "</summary>"):  # of the parameters
        assert text.count(tag) == 1
        text = text.replace(tag, "")
    assert "<" not in text


def test_every_figure_and_link_leads_to_a_file(checkout: Path) -> None:
    """All links are relative to report/, as a forge shows the page."""
    for name in ("NOTICE", "LICENSES.md", "docs/metrics.md", "report/questions/README.md"):
        files.write_text(checkout / name, "\n")
    for topic in ("pairs", "top_classes", "unmapped", "lists", "reliability", "risk_coverage"):
        files.write_text(checkout / f"plots/figures/r50/{topic}.svg", "<svg/>\n")
    files.write_text(checkout / "plots/top_classes/r50.csv", "\n")
    targets = re.findall(r"\]\(([^)]+)\)", page(checkout))
    matrices, drawings, tables, pages = 2 + 4, 3 + 6, 4, 4
    assert len(targets) == matrices + drawings + tables + pages
    for target in targets:
        assert (checkout / "report" / unquote(target)).is_file(), target


def test_provenance_and_licence_notice_stand_on_the_page(checkout: Path) -> None:
    text = page(checkout)
    assert "| images, SHA-256 | train bb22, test cc33 |" in text
    assert "| computed on | Some CPU (cpu), openvino, float32 |" in text
    assert "| versions, logits | numpy 2.4, openvino 2026.4 |" in text
    assert (
        "numpy 2.4.6 (Python &lt; 3.12) or 2.5.5 (Python &gt;= 3.12), scipy 1.17.1, "
        "as requirements.txt pins them |\n" in text
    )
    assert text.count("> Uses Some Work, https://example.org/work, under its licence\n") == 1


def test_a_backbone_that_params_do_not_list_is_not_read(checkout: Path) -> None:
    """DVC leaves files of a removed backbone on disk; these could not be parsed."""
    files.write_text(checkout / "metrics/bygone/zero_shot/mean.json", "{")
    files.write_text(checkout / "plots/provenance/bygone.json", "{")
    assert "bygone" not in page(checkout)


def test_backbones_follow_one_another_in_the_order_of_params(checkout: Path) -> None:
    write_evaluation(checkout, "a18", run_with(title="ResNet-18", notice="Uses Other Work"))
    write_params(checkout, "r50", "a18")
    text = page(checkout)
    assert text.index("## ResNet-50, quantised\n") < text.index("## ResNet-18\n")
    assert "> Uses Other Work\n" in text


def test_of_several_networks_the_page_begins_with_all_side_by_side(checkout: Path) -> None:
    """mean is the best zero-shot one on dev under r50, sum under a18, where lda is not there."""
    strategies = {
        "mean": ("zero_shot", 0.45, 0.4195, 0.4809, 0.47, 0.45, 0.49, 0.44, 1.0),
        "sum": ("zero_shot", 0.4, 0.37, 0.43, 0.48, 0.46, 0.5, 0.39, 1.0),
    }
    write_evaluation(checkout, "a18", run_with(title="ResNet-18"), strategies)
    write_params(checkout, "r50", "a18")
    text = page(checkout)
    best = [
        "| kind | r50 | a18 |",
        "|---|---|---|",
        "| zero‑shot | mean **55.0 %** (51.9–58.1 %) | sum **40.0 %** (37.0–43.1 %) |",
        "| supervised | lda **83.0 %** (80.5–85.2 %) | – |",
    ]
    assert "\n".join(best) in text
    rows = [
        "| zero‑shot | mean | 52.0 % | **55.0 %** (51.9–58.1 %) | 45.0 % (41.9–48.1 %) |",
        "| zero‑shot | sum | 50.0 % | 56.0 % (52.9–59.0 %) | **40.0 %** (37.0–43.1 %) |",
    ]
    assert "\n".join(rows) in text
    assert "| supervised | lda | 82.0 % | **83.0 %** (80.5–85.2 %) | – |" in text
    detail = text.index("## ResNet-18\n")
    assert text.index(best[0]) < text.index(rows[0]) < text.index("## ResNet-50, quantised\n")
    assert text.index("zero-shot: **sum** is right for **40.0 %**") > detail


def test_the_best_of_each_kind_over_all_networks_is_one_flat_file(checkout: Path) -> None:
    """By dev accuracy: sum of a18 with .58 before mean of r50 with .57, though worse on test."""
    better = {"sum": ("zero_shot", 0.4, 0.37, 0.43, 0.58, 0.56, 0.6, 0.39, 1.0)}
    write_evaluation(checkout, "a18", run_with(title="ResNet-18"), better)
    write_params(checkout, "r50", "a18")
    main()
    assert files.read_json(checkout / "metrics/best.json") == {
        "zero_shot": "a18/sum",
        "zero_shot_dev_accuracy": 0.58,
        "zero_shot_accuracy": 0.4,
        "zero_shot_macro_f1": 0.39,
        "supervised": "r50/lda",
        "supervised_dev_accuracy": 0.82,
        "supervised_accuracy": 0.83,
        "supervised_macro_f1": 0.83,
    }


def test_a_notice_that_two_backbones_share_stands_there_once(checkout: Path) -> None:
    write_evaluation(checkout, "a18", run_with(title="ResNet-18"))
    write_params(checkout, "r50", "a18")
    assert page(checkout).count("> Uses Some Work") == 1


def test_the_page_is_the_same_from_run_to_run(checkout: Path) -> None:
    assert page(checkout) == page(checkout)


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("metrics/r50/supervised/lda.json", "only one of them has lda"),
        ("plots/accuracy/r50.csv", "plots/accuracy/r50.csv is missing"),
        ("plots/per_class/r50.csv", "plots/per_class/r50.csv is missing"),
        ("plots/confusion/r50/sum.csv", "plots/confusion/r50/sum.csv is missing"),
        ("plots/figures/r50/confusion/sum.svg", "confusion/sum.svg is missing"),
        ("plots/provenance/r50.json", "plots/provenance/r50.json is missing"),
        ("plots/significance/r50.csv", "plots/significance/r50.csv is missing"),
    ],
)
def test_a_missing_file_is_named_in_one_line_and_nothing_is_written(
    checkout: Path, gone: str, told: str
) -> None:
    (checkout / gone).unlink()
    with pytest.raises(DataError, match=told) as caught:
        main()
    assert "Run: dvc repro" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (checkout / "report").exists()


def test_a_backbone_without_metrics_is_an_error(checkout: Path) -> None:
    write_params(checkout, "r50", "never-run")
    with pytest.raises(DataError, match=r"plots/checksums/never-run\.sha256 is missing"):
        main()


BEYOND = json.dumps({**{field.name: 0.5 for field in fields(Metrics)}, "accuracy": 1.8})


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("metrics/r50/supervised/lda.json", '{"accuracy": 0.8}', "accuracy_low: field required"),
        ("metrics/r50/supervised/lda.json", "[]", "the file: input should be a dictionary"),
        ("plots/per_class/r50.csv", "strategy,class\nlda,cat\n", "it has no column 'kind'"),
        ("plots/provenance/r50.json", "{}", "train: field required"),
        ("plots/statistics/r50.csv", "kind,strategy,number,low,high\n", "no column 'value'"),
        ("requirements.txt", "numpy==2.4.6\n", "pins no scipy. Run: make lock"),
        ("metrics/r50/supervised/lda.json", BEYOND, "no accuracy is 1.8. Run: dvc repro -f eval"),
        ("plots/confusion/r50/sum.csv", "actual,predicted,count,share\n", "no line below its head"),
        ("plots/figures/r50/confusion/sum.svg", "", "is empty or cut off. Run: dvc repro -f eval"),
        ("plots/figures/r50/accuracy.svg", "<svg><g/>", "is empty or cut off. Run: dvc repro -f"),
    ],
)
def test_a_damaged_file_is_named_with_its_fault(
    checkout: Path, path: str, content: str, told: str
) -> None:
    files.write_text(checkout / path, content)
    with pytest.raises(DataError, match=told) as caught:
        main()
    assert path in str(caught.value)


def test_an_unknown_kind_is_refused(checkout: Path) -> None:
    write_evaluation(checkout, "r50", strategies={**STRATEGIES, "x": ("guess", *[0.5] * 7, 1.0)})
    with pytest.raises(DataError, match="kind is 'guess': Input should be 'zero_shot', 'informed'"):
        main()


def test_provenance_without_the_confidence_of_the_intervals_is_refused(checkout: Path) -> None:
    path = checkout / "plots/provenance/r50.json"
    content = files.read_json(path)
    del content["confidence"]
    files.write_json(path, content)
    with pytest.raises(DataError, match=r"r50\.json: confidence: field required"):
        main()


def test_of_another_problem_no_page_speaks_of_cifar10(checkout: Path) -> None:
    """Its title and its number of targets stand in the lead; the ten questions are left out."""
    four = "title: Four kinds\ntargets:\n" + "".join(f"  - {{name: t{n}}}\n" for n in range(4))
    files.write_text(checkout / "stages/vocabulary/four.yaml", four)
    path = checkout / "params.yaml"
    text = path.read_text(encoding="utf-8").replace("targets: cifar10", "targets: four")
    path.write_text(text, encoding="utf-8")
    main()
    for name in ("report.md", "index.html"):
        page = (checkout / "report" / name).read_text(encoding="utf-8")
        assert re.search(r"recognise Four kinds.s 4, and how much .* are mapped to 4\?", page)
        assert "en questions" not in page


def test_both_data_sets_are_named_where_test_images_are_of_another(checkout: Path) -> None:
    run = run_with()
    run["input"]["dataset"]["parts"] = {"train": {"title": "Ours"}, "test": {"title": "Theirs"}}
    write_evaluation(checkout, "r50", run)
    text = page(checkout)
    assert (
        "strategies are fitted to training images of Ours, and the test images are those of Theirs"
    ) in text
    assert "| training images | Ours |\n| test images | Theirs |" in text


def test_of_imported_logits_the_report_says_where_they_were_read_and_no_more(
    checkout: Path,
) -> None:
    """Their labels are their own, so no other network is compared with them."""
    told = {"title": "Mine", "images": "photographs", "file": "a.npy", "sha256": "ab12"}
    imported = {**told, "type": "float16", "own_labels": True}
    write_evaluation(checkout, "mine", {"backbone": "mine", "imported": imported})
    write_params(checkout, "r50")
    params = checkout / "params.yaml"
    params.write_text(f"{params.read_text('utf-8')}imported: [mine]\n", encoding="utf-8")
    text = page(checkout)
    assert "**Mine**, on 1,000 test images (photographs; chance is " in text
    assert "| logits, test images | imported from a.npy (float16), SHA-256 ab12 |" in text
    assert "side by side" not in text
