"""report/questions: both languages, the index, links, and the texts for opposite numbers."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stages.core import files
from stages.questions import aggregation, figures, metrics
from stages.questions.evidence import Evidence
from stages.questions.pages import QUESTIONS, TEMPLATES, answer_all, render_all
from stages.questions.stage import write_pages
from stages.results.evaluation import read_content
from stages.tables.study import Norm
from tests.conftest import ROOT
from tests.questions.experiments import read_again
from tests.questions.turned import changed

FOLDER = Path("report/questions")


def pages(evidence: Evidence) -> dict[str, str]:
    """The pages by path, with ordinary blanks in place of no-break spaces."""
    texts = render_all(answer_all(evidence), evidence)
    return {path.as_posix(): text.replace("\u00a0", " ") for path, text in texts.items()}


def page(evidence: Evidence, number: int, language: str = "en") -> str:
    name = QUESTIONS[number - 1].name
    return pages(evidence)[f"{language}/{name}.md"]


def row(text: str, start: str) -> list[str]:
    """The cells of the first table row with this beginning."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {start}"))
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def key(norm: Norm) -> tuple[str, str, int]:
    return norm.weights, norm.skips, norm.layer


def with_study(evidence: Evidence, **tables: Any) -> Evidence:
    return replace(evidence, study=replace(evidence.study, **tables))


def test_ten_questions_have_a_page_in_each_language_and_a_line_in_the_index(
    evidence: Evidence,
) -> None:
    found = pages(evidence)
    assert len(found) == 21
    assert [question.number for question in QUESTIONS] == list(range(1, 11))
    for question in QUESTIONS:
        for language in ("en", "ru"):
            path = f"{language}/{question.name}.md"
            assert found[path].startswith(f"# {question.number}. ")
            assert f"]({path}) |" in found["README.md"]


def test_every_link_leads_somewhere(evidence: Evidence) -> None:
    write_pages(read_content())
    for path in FOLDER.rglob("*.md"):
        links = re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8"))
        assert links
        for link in links:
            assert (path.parent / link).is_file(), f"{path}: {link}"


def test_both_languages_tell_the_same_shares_and_differences(evidence: Evidence) -> None:
    found = pages(evidence)
    for question in QUESTIONS:
        english, russian = (found[f"{code}/{question.name}.md"] for code in ("en", "ru"))
        russian = re.sub(r"(?<=\d),(?=\d)", ".", russian)
        shares = [set(re.findall(r"[\d.–]+ %", text)) for text in (english, russian)]
        assert shares[0] == shares[1], question.name
        signed = [set(re.findall(r"[+−]\d+\.\d+", text)) for text in (english, russian)]
        assert signed[0] | {"−"} >= signed[1], question.name


def test_no_measured_number_stands_in_a_template() -> None:
    """A percentage or a decimal number must be measured; §4.1 is a chapter."""
    for path in sorted(TEMPLATES.rglob("*.j2")):
        text = path.read_text(encoding="utf-8").replace("§4.1", "")
        prose = re.sub(r"{{.*?}}|{%.*?%}", "", text)
        assert not re.findall(r"\d[.,]\d|\d\s*%", prose), path


def test_each_claim_has_its_verdict_and_the_index_counts_them(evidence: Evidence) -> None:
    text = page(evidence, 1)
    assert row(text, "Skips let")[1] == "Refined"
    assert row(text, "That solves")[1] == "Refined"
    assert row(text, "F(x) → 0")[1] == "Confirmed"
    assert row(page(evidence, 1, "ru"), "«Это решает")[1] == "Уточнено"
    index = pages(evidence)["README.md"]
    assert "bottleneck.md) | 1 confirmed, 2 refined |" in index
    assert "residual-connections.md) | 1 confirmed, 2 refined |" in index
    assert "residual-connections.md) | подтверждено: 1, уточнено: 2 |" in index


def test_what_is_said_of_vanishing_gradients_follows_the_gradients(evidence: Evidence) -> None:
    assert "it does not vanish either way but grows, × 100 (× 4.0 with them)" in page(evidence, 1)
    norms = tuple(
        replace(n, norm=n.norm / 10_000) if key(n) == ("initial", "cut", 0) else n
        for n in evidence.study.norms
    )
    turned = with_study(evidence, norms=norms)
    assert "it vanishes, too, when the skips are cut: ÷ 100, with them × 4.0" in page(turned, 1)
    assert "тоже затухает: ÷ 100, а с ними × 4,0" in page(turned, 1, "ru")
    assert "He et al. (2016, §4.1) thought it unlikely" not in page(turned, 1)


def test_a_step_that_leads_nowhere_is_not_praised(evidence: Evidence) -> None:
    assert "changes the loss by −1.00, without skips by −0.04" in page(evidence, 1)
    steps = tuple(replace(step, loss_after=3.5) for step in evidence.study.steps)
    assert "a gradient that can be followed" not in page(with_study(evidence, steps=steps), 1)


def test_a_size_that_is_no_better_is_not_called_better(evidence: Evidence) -> None:
    assert "128 pixels are 5.0 points better, at the same bicubic interpolation" in page(
        evidence, 3
    )
    table = changed(evidence.study.preprocessing, {"difference": {"low": -0.5}}, images=200)
    text = page(with_study(evidence, preprocessing=table), 3)
    assert "No other size was better than 224 pixels" in text
    assert row(text, "ResNet-50 expects")[1] == "Refined"


def test_russian_names_the_variants_in_russian(evidence: Evidence) -> None:
    text = page(evidence, 3, "ru")
    assert row(text, "без нормализации")[1:] == ["30,0 %", "−20,0", "от −30,0 до −10,0"]
    assert "not normalised" not in text


def test_question_4_compares_with_labels_and_names_what_has_no_name(evidence: Evidence) -> None:
    text = page(evidence, 4)
    assert "For 45.0 % of the test images" in text
    assert (
        "30.0 % of the `cat` training images are, for the network, first of all a fox squirrel"
        in text
    )
    assert "with labels, the same 1000 outputs give 90.0 %" in text


def test_question_5_shows_keywords_hits_and_sums(evidence: Evidence) -> None:
    text = page(evidence, 5)
    assert row(text, "`airplane` |")[2] == "airliner → airliner; warplane → warplane; jet → nothing"
    assert row(text, "`sum`")[1:] == ["probabilities", "40.0 %", "38.0–42.0 %"]
    assert "5 of 6 hit a class; no ImageNet name has the word jet." in text
    assert "carton and scarf among them" in text
    assert "1 of all 6 classes are, by WordNet, no such thing, Chihuahua, for example" in text
    assert "](../figures/aggregation.svg)" in text


def test_question_6_tells_ranges_and_clipped_shares(evidence: Evidence) -> None:
    text = page(evidence, 6)
    assert row(text, "R ")[1:] == ["0.485", "0.229", "−2.12", "2.25", "× 4.37"]
    assert "lie outside: 72.0 % of them, in 88.0 % of the pixels" in text


def test_question_7_tells_the_pair_both_ways(evidence: Evidence) -> None:
    text = page(evidence, 7)
    assert "accuracy prefers `narrow` (50.0 % against 40.0 %), macro F1 `giving_up`" in text
    assert "its precision is higher" in text
    assert "by 10.0 points, paired from +6.0 to +14.0" in text
    assert row(text, "Metrics: accuracy")[1] == "Refined"
    same = dict.fromkeys(evidence.matrices, evidence.matrices["mean"])
    assert "both rank all zero-shot mappings alike" in page(replace(evidence, matrices=same), 7)


def test_question_8_leaves_out_the_confidence_of_nobody(evidence: Evidence) -> None:
    """At the lowest resolution no top-1 class is mapped."""
    text = page(evidence, 8)
    assert row(text, "32 |")[1] == "50.0 % (45.0–55.0 %)"
    assert row(text, "16 |")[3] == "65.0 % (60.0–70.0 %), n = 60"
    assert row(text, "8 |")[3] == "–, n = 20"


def test_question_8_gives_no_interval_from_a_handful_of_images(evidence: Evidence) -> None:
    """.03 of 200 images are 6."""
    resolutions = changed(evidence.study.resolution, {"mapped": {"value": 0.03}}, pixels=16)
    text = page(with_study(evidence, resolution=resolutions), 8)
    assert row(text, "16 |")[3] == "65.0 %, n = 6"
    assert "none from fewer than 10 images" in text


def test_question_9_names_the_worst_pair_and_the_remedies(evidence: Evidence) -> None:
    text = page(evidence, 9)
    assert "`cat` → `ship` is worse than cat and dog: 40.0 % of the cat images" in text
    assert "takes the share from 40.0 % to 10.0 %" in text
    assert "One class swallows the other." in text
    assert "loses `ship` (found: 80.0 % before, 30.0 % after) and `dog`" in text
    assert "Overall: −10.0 points (from −13.0 to −7.0)." in text
    assert "mix up cat and dog 10 times instead of 30" in text
    assert row(text, "So the features")[1] == "Refined"
    assert "![Confusion matrix of mean" in text


def test_question_10_ranks_the_policies(evidence: Evidence) -> None:
    text = page(evidence, 10)
    assert row(text, "`reject` |")[1:5] == [
        "`giving_up`", "41.0 %", "−20.0", "from −22.0 to −18.0",
    ]  # fmt: skip
    assert "here ignoring is better" in text
    assert "50.0 % of those images come out right all the same" in text
    won = tuple(
        replace(p, difference=0.1, low=0.05, high=0.15) if p.unmapped == "reassign" else p
        for p in evidence.policies
    )
    assert "here reassigning is better" in page(replace(evidence, policies=won), 10)


def test_a_question_without_its_strategies_says_what_it_needs(evidence: Evidence) -> None:
    alone = replace(evidence, policies=())
    assert "Not answered: no two strategies in params.yaml differ only in `unmapped`" in page(
        alone, 10
    )
    assert "Ответа нет" in page(alone, 10, "ru")
    assert "unmapped-classes.md) | 1 not measured |" in pages(alone)["README.md"]


def test_names_are_shown_as_they_are(evidence: Evidence) -> None:
    nasty = tuple(replace(row, imagenet="<i>a|b</i>") for row in evidence.unmapped)
    text = page(replace(evidence, unmapped=nasty), 10)
    assert r"&lt;i&gt;a\|b&lt;/i&gt;" in text
    assert "<i>" not in text


def test_the_licence_notice_is_on_every_page(evidence: Evidence) -> None:
    for path, text in pages(evidence).items():
        assert "> Uses Some Work, https://example.org/work, under its licence" in text, path


def test_two_runs_write_the_same_bytes_and_leave_nothing_else(evidence: Evidence) -> None:
    files.write_text(FOLDER / "en/old.md", "of a run before")
    write_pages(read_content())
    first = {path: path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file()}
    write_pages(read_content())
    assert {path: path.read_bytes() for path in first} == first
    assert len(first) == 23
    assert FOLDER / "figures/aggregation.svg" in first
    assert FOLDER / "figures/metrics.svg" in first


def test_the_pages_of_this_project_are_those_of_its_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    found = read_again()
    for path, text in render_all(answer_all(found), found).items():
        assert (FOLDER / path).read_text(encoding="utf-8") == text, f"{path}: dvc repro questions"


def test_figures_say_what_their_marks_are(evidence: Evidence) -> None:
    found = metrics.find_facts(evidence)
    assert found is not None
    legend = figures.draw_metrics(found).axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["the other zero-shot strategies"]
    (axes,) = figures.draw_aggregation(aggregation.find_facts(evidence)).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "mean of probabilities", "logsumexp of logits", "sum of probabilities",
    ]  # fmt: skip
