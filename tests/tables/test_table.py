"""Tables: the bytes that are written, what comes back, and what a damaged file is told."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pytest

from stages.core.errors import DataError
from stages.tables.table import Significant, Table


class Span(NamedTuple):
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    class_: str
    kind: Literal["a", "b"]
    images: int
    share: float
    p: Annotated[float, Significant(3)]
    span: Span
    far: Annotated[Span, Significant(2)] | None
    line: float | None
    good: bool


TABLE = Table(Line, "plots/lines/{backbone}.csv", "somestage")
PATH = Path("plots/lines/r50.csv")
HEADER = "class,kind,images,share,p,span,span_low,span_high,far,far_low,far_high,line,good\n"
FULL = Line(
    'sea, "lion"', "a", 3, 0.12345, 1.2345e-06, Span(1.0, -1e-9, 2.00005),
    Span(123.4, 0.0, 1e-5), 0.5, good=True,
)  # fmt: skip
FULL_TEXT = '"sea, ""lion""",a,3,0.123,1.23e-06,1.0,0.0,2.0,120.0,0.0,1e-05,0.5,True\n'
BARE = Line("ß", "b", 0, 0.0, 1.0, Span(0.5, 0.25, 0.75), None, None, good=False)
BARE_TEXT = "ß,b,0,0.0,1.0,0.5,0.25,0.75,,,,,False\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text, encoding="utf-8", newline="")


def test_numbers_are_rounded_as_their_type_says_and_nothing_is_an_empty_cell() -> None:
    TABLE.write(TABLE.path(backbone="r50"), [FULL, BARE], 3)
    assert PATH.read_bytes() == (HEADER + FULL_TEXT + BARE_TEXT).encode()


def test_what_is_written_comes_back() -> None:
    rows = [BARE, BARE]
    TABLE.write(PATH, rows, 3)
    assert TABLE.read(backbone="r50") == tuple(rows)


def test_a_table_without_rows_has_its_header() -> None:
    TABLE.write(PATH, [], 3)
    assert PATH.read_text(encoding="utf-8") == HEADER
    assert TABLE.read(backbone="r50") == ()


def test_a_column_that_is_not_declared_is_ignored_and_the_order_is_free() -> None:
    columns = HEADER.strip().split(",")
    cells = BARE_TEXT.strip().split(",")
    swapped = [*reversed(columns), "newer"], [*reversed(cells), "7"]
    write("".join(",".join(line) + "\n" for line in swapped))
    assert TABLE.read(backbone="r50") == (BARE,)


def test_nan_is_refused_and_no_file_is_left() -> None:
    with pytest.raises(ValueError, match="share is NaN"):
        TABLE.write(PATH, [Line("x", "a", 1, float("nan"), 1.0, BARE.span, None, None, True)], 3)
    assert not PATH.exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ß,b,", "ß,c,", "line 3: kind is 'c': Input should be 'a' or 'b'"),
        (",0,0.0,", ",much,0.0,", "line 3: images is 'much': Input should be a valid integer"),
        (",0.25,", ",x,", "line 3: span_low is 'x': Input should be a valid number"),
        (",0.5,0.25,", ",,0.25,", "line 3: span is '': Input should be a valid number"),
        (",,,,,", ",1,,2,,", "line 3: far_low is '': Input should be a valid number"),
        ("False", "perhaps", "line 3: good is 'perhaps': Input should be a valid boolean"),
        ("share", "part", "it has no column 'share'"),
        ("False\n", "False,,,,\n", "Expected 13 fields in line 3, saw 17"),
        (",True\n", ",True,,,,\n", "Expected 13 fields in line 2, saw 17"),
        (",,,,,False\n", "", "line 3 has fewer cells than the header"),
        (",0.25,", ",inf,", "line 3: a number is not finite"),
        (",0.0,1.0,", ",nan,1.0,", "line 3: a number is not finite"),
    ],
)
def test_a_damaged_file_is_told_with_line_column_and_command(old: str, new: str, told: str) -> None:
    text = HEADER + FULL_TEXT + BARE_TEXT
    assert old in text
    write(text.replace(old, new))
    with pytest.raises(DataError, match=re.escape(told)) as caught:
        TABLE.read(backbone="r50")
    assert str(caught.value).startswith("plots/lines/r50.csv: ")
    assert str(caught.value).endswith(". Run: dvc repro -f somestage")
    assert "\n" not in str(caught.value)


def test_an_empty_file_is_damaged_and_an_absent_one_is_missing() -> None:
    write("")
    with pytest.raises(DataError, match="No columns to parse from file"):
        TABLE.read(backbone="r50")
    PATH.unlink()
    with pytest.raises(DataError, match=r"r50\.csv is missing\. Run: dvc repro somestage"):
        TABLE.read(backbone="r50")
