"""Every committed table and record is one that is declared, and would be written as it is."""

import re
from pathlib import Path
from typing import Any

import pytest

from stages.tables.record import Record
from stages.tables.table import Table
from tests.conftest import ROOT
from tests.tables.declared import RECORDS, TABLES

DECIMALS = 4  # evaluate.digits and sensitivity.digits in params.yaml
BEST = "metrics/best.json"  # numbers of other records once more, for DVC's own views
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for top, kind in (("plots", "csv"), ("metrics", "json"))
    for path in (ROOT / top).rglob(f"*.{kind}")
    if path != ROOT / BEST
)


def declaration_of(file: str, known: list[Any]) -> tuple[Any, dict[str, str]]:
    """The one declaration whose place a file has, and what stands in its braces."""
    for one in known:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(one.place))
        if found := re.fullmatch(pattern, file):
            return one, found.groupdict()
    raise AssertionError(f"{file} is not declared in stages/tables")


@pytest.mark.parametrize("file", FILES)
def test_a_committed_file_is_read_and_written_to_the_same_bytes(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    known: list[Table[Any]] | list[Record[Any]] = TABLES if file.endswith("csv") else RECORDS
    declared, names = declaration_of(file, known)
    declared.write(tmp_path / "again", declared.read(**names), DECIMALS)
    assert (tmp_path / "again").read_bytes() == (ROOT / file).read_bytes()
