"""report/index.html: the same findings for a browser, in one self-contained file."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError, ParamsError
from stages.report.page import sentences_to_html
from stages.report.stage import main
from stages.tables.sensitivity import (
    SHARES,
    SPECIFICATION,
    SUMMARY,
    CurveRow,
    Scope,
    ShareRow,
    Summary,
)
from tests.results.example import NASTY, run_with, write_evaluation, write_params, write_table

ESCAPED = "a|b &lt;i&gt;&#34;c&#34; *d*"
LIST = """title: A <wide> list
source: "some & paper"
version: "1"
kind: zero_shot
targets: cifar10
rule:
  by: hand
overlaps:
  - index: 656
    reason: both "car" & truck
empty:
  - target: deer
    reason: ImageNet has none.
groups:
  cat:
  - index: 281
    wnid: n02123045
    name: tabby
    reason: a <house> cat
  - index: 656
    wnid: n03770679
    name: minivan
    reason: sleeps in it
"""


class Page(HTMLParser):
    """The elements of a page: (name, attributes), and the texts of its table rows."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.rows: list[list[str]] = []
        self._in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data.strip()

    def values(self, attribute: str) -> list[str]:
        return [found[attribute] for _, found in self.elements if attribute in found]


def page(checkout: Path) -> Page:
    main()
    return Page((checkout / "report/index.html").read_text(encoding="utf-8"))


def write_list(checkout: Path) -> None:
    files.write_text(checkout / "stages/map/groups/wide.yaml", LIST)
    with (checkout / "params.yaml").open("a", encoding="utf-8") as file:
        file.write("map:\n  strategies:\n    mean:\n      method: groups\n      groups: wide\n")


def write_sensitivity(checkout: Path) -> None:
    folder = checkout / "plots/sensitivity"
    scope = Scope(2, 2, lowest=0.2, median=0.3, highest=0.4, deviation=0.1, shares={})
    summary = Summary(4000, {"zero_shot": scope}, references={}, label_free_is_worth={}, marks={})
    SUMMARY.write(folder / "summary.json", summary, 4)
    shares = [
        ShareRow("zero_shot", "of", 0.25, 0.2, 0.3, 0.05),
        ShareRow("zero_shot", "reduce", 0.75, 0.7, 0.8, 0.1),
    ]
    write_table(checkout, SHARES, shares)
    same = ("r50", "bilinear 224", "wide")
    curve = [
        CurveRow(0, "zero_shot", 0.2, 0.18, 0.22, "", *same, "logits", "max", "ignore"),
        CurveRow(
            1, "zero_shot", 0.4, 0.38, 0.42, "a & b", *same, "probabilities", "mean", "ignore"
        ),
    ]
    write_table(checkout, SPECIFICATION, curve)
    for name in ("specification", "exponent"):
        files.write_text(folder / f"figures/{name}.svg", f"<svg id='{name}'></svg>\n")


def test_the_page_loads_nothing(checkout: Path) -> None:
    """Figures are inside; every link is a path in the checkout or a fragment."""
    found = page(checkout)
    assert found.values("src")
    assert all(value.startswith("data:image/svg+xml;base64,") for value in found.values("src"))
    assert not [tag for tag, _ in found.elements if tag in ("link", "iframe", "object", "base")]
    assert not [value for value in found.values("href") if "://" in value]
    (style,) = re.findall(r"<style>(.*?)</style>", found.text, flags=re.DOTALL)
    assert "@import" not in style
    assert "url(" not in style


def test_every_link_leads_to_a_file_or_a_heading(checkout: Path) -> None:
    by_gallery = "report/explorer/index.html"  # where the images are
    pages = ("NOTICE", "LICENSES.md", "docs/metrics.md", "report/questions/README.md", by_gallery)
    for name in pages:
        files.write_text(checkout / name, "\n")
    write_list(checkout)
    write_sensitivity(checkout)
    found = page(checkout)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    targets = found.values("href")
    assert "../stages/map/groups/wide.yaml" in targets
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in ids
        else:
            assert (checkout / "report" / target).is_file(), target


def test_it_says_what_report_md_says(checkout: Path) -> None:
    text = page(checkout).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "zero-shot: <strong>mean</strong> is right for <strong>55.0 %</strong>" in text
    assert "On the test images sum is 1.0 points better" in text
    assert "Not one image was rightly called deer." in text
    assert "<blockquote><p>Uses Some Work, https://example.org/work, under its licence" in text


def test_results_stand_by_kind_the_best_on_dev_first(checkout: Path) -> None:
    rows = [row for row in page(checkout).rows if len(row) == 8 and row[0] != "kind"]
    assert rows == [
        ["zero-shot", "mean", "57.0 %", "55.0 %", "51.9–58.1 %", "", f1(0.54), "100.0 %"],
        ["zero-shot", "sum", "52.0 %", "56.0 %", "52.9–59.0 %", "", f1(0.51), "100.0 %"],
        ["zero-shot", NASTY, "19.0 %", "20.0 %", "17.6–22.6 %", "", f1(0.18), "25.0 %"],
        ["supervised", "lda", "82.0 %", "83.0 %", "80.5–85.2 %", "", f1(0.83), "100.0 %"],
    ]


def f1(value: float) -> str:
    """Macro F1 with its limits, which are .02 away on disk."""
    return f"{value:.3f} ({value - 0.02:.3f}–{value + 0.02:.3f})"


def test_sorting_cannot_mix_kinds(checkout: Path) -> None:
    """The library sorts tables with this mark by the first column, the rank."""
    found = page(checkout)
    marked = [at for tag, at in found.elements if tag == "table" and "data-fixed" in at]
    assert [at["aria-label"] for at in marked][:2] == ["Results", "Differences"]
    ranks = [at["data-order"] for _, at in found.elements if "kind" in at.get("class", "").split()]
    assert set(ranks) == {
        "rank 000",
        "rank 004",
    }  # the first and last of five


def test_no_name_becomes_html(checkout: Path) -> None:
    found = page(checkout)
    assert "<i>" not in found.text
    assert found.text.count(f'<td class="name">{ESCAPED}</td>') == 3  # a row in three tables
    assert f"Confusion matrix of {ESCAPED}" not in found.text  # it is not the chosen one
    assert f"<summary>{ESCAPED} " in found.text


def test_sentences_are_no_way_for_html_either() -> None:
    """Names are escaped before the conversion; other tags are not converted either."""
    assert sentences_to_html("<b>*x*</b>") == "<p>&lt;b&gt;<em>x</em>&lt;/b&gt;</p>\n"


def test_a_confusion_matrix_has_every_cell_and_marks_what_is_right(checkout: Path) -> None:
    found = page(checkout)
    assert ["cat", "1020 %", "2550 %", "1530 %"] in found.rows  # a count, beneath it its share
    assert '<td style="--share:0.2" class="right">10<small>20 %</small></td>' in found.text
    assert '<td style="--share:0.0" class="none">0</td>' in found.text


def test_numbers_beside_the_six_are_there_and_an_absent_one_is_empty(checkout: Path) -> None:
    rows = page(checkout).rows
    assert ["zero-shot", "mean", "ece", "0.0712", "0.05", "0.09", "no"] in rows
    assert ["zero-shot", "mean", "temperature", "1.5", "", "", "yes"] in rows
    difference = [
        "zero-shot",
        NASTY,
        "mean",
        "−35.00",
        "−38.00 to −32.00",
        "10",
        "360",
        "< 0.001",
        "worse",
    ]
    assert difference in rows
    assert ["wide", "cat", "fox squirrel", "335", "40", "10.0 %"] in rows


def test_each_class_of_a_list_stands_there_with_its_reason(checkout: Path) -> None:
    write_list(checkout)
    found = page(checkout)
    assert ["cat", "281", "n02123045", "tabby", "a <house> cat"] in found.rows
    assert "A &lt;wide&gt; list" in found.text
    assert "Source: some &amp; paper, version 1. Used by: mean." in found.text
    assert "No class stands for deer: ImageNet has none." in found.text
    assert "656: both &#34;car&#34; &amp; truck" in found.text
    assert "| [A &lt;wide&gt; list](../stages/map/groups/wide.yaml) | zero-shot | 2 | mean |" in (
        checkout / "report/report.md"
    ).read_text(encoding="utf-8")


def test_a_list_that_is_none_is_refused_by_its_line(checkout: Path) -> None:
    files.write_text(
        checkout / "stages/map/groups/wide.yaml", LIST.replace("index: 281", "index: x")
    )
    with pytest.raises(ParamsError, match=r"wide\.yaml:16: groups\.cat\.0\.index is 'x'"):
        main()


def test_what_each_choice_is_worth_is_told_from_the_largest_on(checkout: Path) -> None:
    write_sensitivity(checkout)
    found = page(checkout)
    choices = [row[1:] for row in found.rows if row and row[0] == "Zero-shot"]
    assert choices == [
        ["how the classes of a group are reduced to one score", "75.0 %", "70.0–80.0 %", "10.0"],
        ["whether logits or probabilities are reduced", "25.0 %", "20.0–30.0 %", "5.0"],
    ]
    told = "every combination of whether logits or probabilities are reduced and how the classes"
    assert told in found.text
    assert ["zero-shot", "40.0 %", "38.00–42.00 %", "probabilities", "mean", "a & b"] in found.rows
    assert "PHN2ZyBpZD0nc3BlY2lmaWNhdGlvbic+PC9zdmc+Cg==" in found.text  # <svg id='specification'/>
    assert "<summary>The taxonomy over its exponent: " in found.text
    assert "../plots/sensitivity/figures/specification.svg" in (
        checkout / "report/report.md"
    ).read_text(encoding="utf-8")


def test_without_sensitivity_its_chapter_is_left_out(checkout: Path) -> None:
    assert "How much depends on what" not in page(checkout).text


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("plots/significance/r50.csv", None, "is missing. Run: dvc repro evaluate"),
        ("plots/statistics/r50.csv", "kind,strategy\na,b\n", "has no column 'number'"),
        ("plots/unmapped/r50.csv",
         "groups,target,imagenet,imagenet_index,images,share\na,b,c,4,x,0\n",
         "line 2: images is 'x'"),
        ("plots/sensitivity/shares.csv", None, "is missing. Run: dvc repro sensitivity"),
        ("plots/sensitivity/summary.json", "[]", "the file: input should be a dictionary"),
    ],
)  # fmt: skip
def test_a_table_that_is_missing_or_damaged_is_named(
    checkout: Path, path: str, content: str | None, told: str
) -> None:
    write_sensitivity(checkout)
    if content is None:
        (checkout / path).unlink()
    else:
        files.write_text(checkout / path, content)
    with pytest.raises(DataError, match=told) as caught:
        main()
    assert "Run: dvc repro" in str(caught.value)


def test_parameters_are_told_by_their_names_and_those_of_other_stages_are_not(
    checkout: Path,
) -> None:
    with (checkout / "params.yaml").open("a", encoding="utf-8") as file:
        file.write("infer:\n  device: auto\ngallery:\n  images: 4\n")
    found = page(checkout)
    assert ["infer.device", "auto"] in found.rows
    assert ["evaluate.confidence", "0.95"] in found.rows
    assert "gallery.images" not in found.text


def test_provenance_stands_there_for_each_network(checkout: Path) -> None:
    write_evaluation(checkout, "a18", run_with(title="ResNet-18", sha256="ff66"))
    write_params(checkout, "r50", "a18")
    found = page(checkout)
    assert ["checkpoint", "r50.pth, SHA-256 aa11"] in found.rows
    assert ["checkpoint", "r50.pth, SHA-256 ff66"] in found.rows
    assert ["computed on", "Some CPU (cpu), openvino, float32"] in found.rows


def test_the_page_is_the_same_from_run_to_run(checkout: Path) -> None:
    write_list(checkout)
    write_sensitivity(checkout)
    assert page(checkout).text == page(checkout).text
    assert not re.findall(r"0x[0-9a-f]{6,}", page(checkout).text)  # no object by its address
