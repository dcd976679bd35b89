"""docs/strategies.md says of every method what it is, whence, what it needs and when to use it."""

import re
from typing import get_args

import pytest

from stages.map.reduction import Reduce
from stages.map.strategies import STRATEGIES
from tests.conftest import ROOT

PAGE = (ROOT / "docs/strategies.md").read_text(encoding="utf-8")
COLUMNS = ["method", "formula", "source", "needs", "use it"]
WITHOUT_SOURCE = {"`random`"}


def described() -> dict[str, dict[str, str]]:
    """Rows of the tables of methods, by their first cell."""
    tables = re.findall(r"^\| method .*\n\|[-|]*\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)
    assert len(tables) == 3
    rows = [re.split(r"(?<!\\)\|", row)[1:-1] for table in tables for row in table.splitlines()]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in cells}


VARIANTS = {"`frequency`, `sources: m`"}


def test_every_method_and_every_reduction_has_a_row() -> None:
    methods = {f"`{name}`" for name in STRATEGIES.keys() - {"groups"}}
    reductions = {f"`groups`, `reduce: {name}`" for name in get_args(Reduce)}
    assert {
        name.removesuffix(" of logits") for name in described()
    } == methods | reductions | VARIANTS


@pytest.mark.parametrize("row", described().values(), ids=described().keys())
def test_no_cell_of_a_method_is_empty(row: dict[str, str]) -> None:
    empty = {column for column, cell in row.items() if not cell}
    assert empty == ({"source"} if row["method"] in WITHOUT_SOURCE else set())
