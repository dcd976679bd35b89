"""params.yaml against its models: each fault is one line that names file, line, key, allowed."""

from pathlib import Path
from typing import Literal

import pytest

from stages.core import params
from stages.core.errors import ParamsError
from stages.core.params import Section


class Inner(Section):
    reduce: Literal["sum", "mean"]
    weight: float


class Outer(Section):
    size: int
    inner: Inner


GOOD = "outer:\n  size: 3\n  inner:\n    reduce: sum\n    weight: 1\n"


def load(folder: Path, text: str) -> Outer:
    path = folder / "params.yaml"
    path.write_text(text, encoding="utf-8")
    return params.load_section("outer", Outer, path)


def test_a_good_section_becomes_its_model(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == Outer(size=3, inner=Inner(reduce="sum", weight=1.0))


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("size: 3", "size: '3'", "yaml:2: outer.size is '3'; input should be a valid integer."),
        ("sum", "avg", "yaml:4: outer.inner.reduce is 'avg'; allowed: 'sum' or 'mean'."),
        ("weight: 1", "weigh: 1", "yaml:5: outer.inner.weigh is not a known key; allowed: reduce,"),
        ("    weight: 1\n", "", "yaml:3: outer.inner.weight is missing."),
        ("outer:", "other:", "the section 'outer' is missing."),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, good: str, bad: str, message: str) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, GOOD.replace(good, bad))
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["backbones: []\n", "backbones: x\n", "{}\n", "backbones: [1]\n"])
def test_backbones_must_be_a_list_of_names(tmp_path: Path, text: str) -> None:
    path = tmp_path / "params.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParamsError, match="list of at least one name"):
        params.load_backbones(path)
