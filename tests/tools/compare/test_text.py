"""What people and programs read of a comparison: complete, in 120 columns, kinds apart."""

import json
from dataclasses import replace

import numpy as np
from numpy.testing import assert_allclose

from stages.core.arrays import Kind
from tests.evaluate.examples import scores_of
from tools.compare.comparison import Comparison, Match, Role, compare
from tools.compare.figure import draw
from tools.compare.text import Heading, as_json, as_markdown, as_table

LABELS = np.zeros(400, dtype=np.int64)
HEADING = Heading("HEAD (1c8daef)", "workspace", "dev", 3)
LONG = "a_strategy_with_a_name_that_says_everything_about_it_and_a_little_more"


def match(
    name: str, before: int, after: int, kind: Kind = "zero_shot", role: Role = "strategy"
) -> Match:
    """So many of 400 wrong before, and after."""
    first, second = (
        scores_of(np.where(np.arange(400) < wrong, 1, 0), kind) for wrong in (before, after)
    )
    return Match(name, "tiny", first, second, role)


def compared(*matches: Match) -> Comparison:
    return compare(matches, LABELS, 0.95, ["tiny/gone"], ["tiny/new"])


FOUND = compared(
    match("probe", 90, 92, "supervised"),
    match("mean", 200, 180),
    match(LONG, 100, 150),
    match("still", 7, 7),
)


def test_the_table_reads_like_this() -> None:
    """Interval of mean: shares 1/402 and 21/402, so 4.98 ± 2.23 points. Of sum: −0.50 ± 0.97."""
    text = as_table(compared(match("mean", 200, 180), match("sum", 0, 2)), HEADING)
    assert [" ".join(line.split()) for line in text.splitlines()[:8]] == [
        "HEAD (1c8daef) → workspace, 400 dev images: accuracy in %, differences in points",
        "",
        "before after diff interval p Holm fixed broken verdict",
        "tiny, zero_shot",
        "mean 50.00 55.00 +5.00 [+2.74, +7.21] <0.001 20 0 better",
        "fixed 180 181 182 …",
        "sum 100.00 99.50 −0.50 [−1.47, +0.48] 0.500 0 2 not distinguishable ±2.36",
        "broken 0 1",
    ]


def test_numbers_end_under_their_heading() -> None:
    lines = as_table(compared(match("mean", 200, 180)), HEADING).splitlines()
    for word, number in (("after", "55.00"), ("interval", "+7.21]"), ("fixed", "20")):
        assert lines[2].index(word) + len(word) == lines[4].index(number) + len(number)


def test_no_line_passes_120_columns() -> None:
    assert max(len(line) for line in as_table(FOUND, HEADING).splitlines()) <= 120


def test_a_long_name_is_never_cut() -> None:
    assert f"  {LONG}\n" in as_table(FOUND, HEADING)


def test_kinds_stand_in_blocks_of_their_own_in_their_order() -> None:
    lines = as_table(FOUND, HEADING).splitlines()
    order = [line.split()[-1] for line in lines if line.startswith("tiny, ")]
    assert order == ["zero_shot", "supervised"]


def test_the_best_of_each_kind_stand_first() -> None:
    """Above the table those that did not change, and in it a block before all others."""
    found = compared(
        match("a", 200, 180),
        match("b → c", 90, 92, "supervised", "new best"),
        match("d", 7, 7, "informed", "best"),
    )
    found = replace(found, networks_after=("large",))
    told = ["Best of its kind on dev, with the same predictions on both sides: d."]
    told += ["Networks only after, not compared: large."]
    lines = as_table(found, HEADING).splitlines()
    assert lines[2:6:2] == told
    blocks = [line for line in lines if line.startswith("tiny, ")]
    assert blocks == ["tiny, supervised: the best on dev", "tiny, zero_shot"]
    assert "Same predictions on both sides (1): d." in lines
    rows = as_markdown(found, HEADING).splitlines()
    assert rows[2:6:2] == told
    assert "| tiny | supervised: the best on dev | b → c | 77.50 |" in rows[8]


def test_what_is_not_compared_is_named() -> None:
    text = as_table(FOUND, HEADING)
    for line in (
        "Same predictions on both sides (1): still.",
        "Only before (1): gone.",
        "Only after (1): new.",
    ):
        assert line in text


def test_nothing_changed_needs_no_table() -> None:
    text = as_table(compare([match("a", 1, 1)], LABELS, 0.95), HEADING)
    assert text.splitlines()[2:] == ["Same predictions on both sides (1): a."]


def test_markdown_has_a_row_for_each_change_and_as_many_cells_in_each() -> None:
    text = as_markdown(compared(match("a|b", 200, 180)), HEADING)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 3
    assert {row.replace("\\|", "").count("|") for row in rows} == {13}
    assert "| a\\|b | 50.00 | 55.00 | +5.00 |" in rows[2]


def test_json_has_shares_and_every_flipped_image() -> None:
    content = json.loads(as_json(FOUND, HEADING))
    (mean,) = (change for change in content["changes"] if change["strategy"] == "mean")
    assert (mean["before"], mean["after"], mean["difference"]) == (0.5, 0.55, 0.05)
    assert mean["fixed"] == list(range(180, 200))
    assert mean["verdict"] == "better"
    assert (content["images"], content["split"], content["family"]) == (400, "dev", 3)
    assert content["unchanged"] == ["tiny/still"]


def test_images_are_named_only_as_far_as_asked() -> None:
    assert "fixed 180" not in as_table(FOUND, HEADING._replace(images=0))


def test_the_figure_has_a_line_for_each_change_from_limit_to_limit() -> None:
    axes = draw(FOUND, HEADING).axes[0]
    names = [text.get_text().split()[-1] for text in axes.get_yticklabels()]
    assert names == ["mean", LONG, "probe"]
    (mean,) = (change for change in FOUND.changes if change.strategy == "mean")
    assert_allclose(np.asarray(axes.lines[0].get_xdata()), [100 * mean.low, 100 * mean.high])


def test_the_figure_of_no_change_is_drawn_too() -> None:
    found = compare([match("a", 1, 1)], LABELS, 0.95)
    assert draw(found, HEADING).axes[0].get_title(loc="left").startswith("HEAD")
