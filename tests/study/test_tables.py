"""Tables: a dataclass a row, estimates in three columns, four significant digits."""

from dataclasses import dataclass
from pathlib import Path

from stages.study import tables
from stages.study.intervals import Estimate


@dataclass(frozen=True)
class Row:
    name: str
    count: int
    share: Estimate


def test_an_estimate_becomes_three_columns(tmp_path: Path) -> None:
    rows = [Row("a", 123456, Estimate(0.123456, -0.1, 0.5)), Row("b", 2, Estimate(1.0, 0.0, 1.0))]
    tables.write(tmp_path / "t.csv", rows)
    expected = "name,count,share,share_low,share_high\na,123456,0.1235,-0.1,0.5\nb,2,1.0,0.0,1.0\n"
    assert (tmp_path / "t.csv").read_bytes() == expected.encode()
