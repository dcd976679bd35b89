"""A comparison for a browser: the numbers of the table, in the frame of the report."""

import re
from dataclasses import replace

import numpy as np

from stages.core.arrays import Kind
from tests.evaluate.examples import scores_of
from tools.compare.comparison import Comparison, Match, compare
from tools.compare.page import as_page
from tools.compare.text import Heading

LABELS = np.zeros(400, dtype=np.int64)
HEADING = Heading("v1 (1c8daef)", "HEAD (20b7e11)", "dev", 3)


def match(
    name: str, before: int, after: int, kind: Kind = "zero_shot", network: str = "tiny"
) -> Match:
    """So many of 400 wrong before, and after."""
    first, second = (
        scores_of(np.where(np.arange(400) < wrong, 1, 0), kind) for wrong in (before, after)
    )
    return Match(name, network, first, second)


def compared(*matches: Match) -> Comparison:
    return compare(matches, LABELS, 0.95, ["tiny/gone"], [])


def cells_of(page: str) -> list[list[str]]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("<tr>")[1:]]


def test_both_commits_are_named() -> None:
    page = as_page(compared(match("mean", 200, 180)), HEADING)
    assert "<h1>v1 (1c8daef) → HEAD (20b7e11)</h1>" in page
    assert ">400 dev images: accuracy in %, differences in points</p>" in page
    assert "<title>v1 (1c8daef) → HEAD (20b7e11)</title>" in page


def test_the_numbers_are_those_of_the_table() -> None:
    (row,) = cells_of(as_page(compared(match("mean", 200, 180)), HEADING))
    assert row[:6] == ["zero_shot", "mean", "50.00", "55.00", "+5.00", "[+2.74, +7.21]"]
    assert row[6:] == ["better", "&lt;0.001", "20", "0", "fixed 180 181 182 …"]


def test_kinds_stand_in_blocks_that_sorting_does_not_mix() -> None:
    page = as_page(
        compared(match("probe", 90, 92, "supervised"), match("a", 9, 8), match("b", 9, 5)), HEADING
    )
    assert [row[:2] for row in cells_of(page)] == [
        ["zero_shot", "b"],
        ["zero_shot", "a"],
        ["supervised", "probe"],
    ]
    ranks = re.findall(r'class="choice kind \w+" data-order="([^"]+)"', page)
    assert ranks == ["rank 001", "rank 001", "rank 002"]
    assert "data-fixed" in page


def test_of_several_networks_each_row_names_its_own() -> None:
    page = as_page(compared(match("a", 9, 5), match("a", 9, 4, network="large")), HEADING)
    assert sorted(row[0] for row in cells_of(page)) == ["large", "tiny"]
    assert [row[1:3] for row in cells_of(page)] == [["zero_shot", "a"]] * 2


def test_what_matters_first_stands_above_the_table() -> None:
    found = replace(compared(match("a", 9, 5)), networks_after=("<new>",), same_best=("tiny/b",))
    page = as_page(found, HEADING)
    for sentence in (
        "<p>Best of its kind on dev, with the same predictions on both sides: b.</p>",
        "<p>Networks only after, not compared: &lt;new&gt;.</p>",
    ):
        assert page.index(sentence) < page.index("<tbody>")


def test_names_are_escaped() -> None:
    page = as_page(compared(match("<b>&", 200, 180)), HEADING)
    assert cells_of(page)[0][1] == "&lt;b&gt;&amp;"
    assert "<b>&" not in page


def test_what_it_does_not_cover_stands_beneath() -> None:
    page = as_page(compared(match("mean", 200, 180)), HEADING)
    assert "<li>Only before (1): gone.</li>" in page
    assert "They cover the random sample of images" in page
    assert 'src="data:image/svg+xml;base64,' in page


def test_without_a_change_it_says_so() -> None:
    page = as_page(compared(match("still", 7, 7)), HEADING)
    assert "No prediction changed." in page
    assert "<li>Same predictions on both sides (1): still.</li>" in page
    assert "<img" not in page


def test_the_page_is_the_same_from_run_to_run() -> None:
    found = compared(match("mean", 200, 180))
    assert as_page(found, HEADING) == as_page(found, HEADING)
