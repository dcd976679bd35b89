"""params.yaml against its models: each fault is one line that names file, line, key, allowed."""

import shutil
from pathlib import Path
from typing import Literal

import pytest
from dvc.utils.hydra import apply_overrides

from stages.core import params
from stages.core.errors import ParamsError
from stages.core.params import Section
from stages.map.params import MapParams
from tests.conftest import ROOT


class Inner(Section):
    reduce: Literal["sum", "mean"]
    weight: float
    name: str


class Outer(Section):
    size: int
    inner: Inner


GOOD = "map:\n  size: 3\n  inner:\n    reduce: sum\n    weight: 1\n    name: a\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "params.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, text: str) -> Outer:
    return params.load_section("map", Outer, write(folder, text))


def test_a_good_section_becomes_its_model(tmp_path: Path) -> None:
    inner = Inner(reduce="sum", weight=1.0, name="a")
    assert load(tmp_path, GOOD) == Outer(size=3, inner=inner)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("size: 3", "size: '3'", "yaml:2: map.size is '3'; input should be a valid integer."),
        ("size: 3", "size: 1e3", "yaml:2: map.size is 1000.0; input should be a valid integer."),
        ("sum", "avg", "yaml:4: map.inner.reduce is 'avg'; allowed: 'sum' or 'mean'."),
        ("sum", "no", "yaml:4: map.inner.reduce is 'no'; allowed: 'sum' or 'mean'."),
        ("weight: 1", "weigh: 1", "yaml:5: map.inner.weigh is not a known key; allowed: reduce,"),
        ("weight: 1", "weight: .inf", "yaml:5: map.inner.weight is inf; input should be a finite"),
        ("weight: 1", "weight: .nan", "yaml:5: map.inner.weight is nan; input should be a finite"),
        ("    weight: 1\n", "", "yaml:3: map.inner.weight is missing."),
        (
            "name: a",
            "name: 12e34",
            ":6: map.inner.name is 1.2e+35 for YAML, not text; quote it.",
        ),
        ("name: a", "name: 000", "yaml:6: map.inner.name is 0 for YAML, not text; quote it."),
        ("name: a", "name: true", "yaml:6: map.inner.name is True for YAML, not text; quote it."),
        ("name: a", "name:", "yaml:6: map.inner.name is None; input should be a valid string."),
        ("map:", "infer:", "the section 'map' is missing."),
        (GOOD, "- map", "the section 'map' is missing."),
        (GOOD, "map", "the section 'map' is missing."),
        (GOOD, "", "the section 'map' is missing."),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, good: str, bad: str, message: str) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, GOOD.replace(good, bad))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("backbones: []\n", "yaml:1: backbones: it lists no network, in backbones or imported;"),
        ("backbones: [a]\nimported: [a]\n", "yaml:2: imported: a is in backbones and in imported"),
        ("backbones: x\n", "yaml:1: backbones is 'x', not a list; write each item on a"),
        ("{}\n", "yaml:1: backbones is missing."),
        ("backbones: [1e3]\n", "yaml:1: backbones.0 is 1000.0 for YAML, not text; quote it."),
        (
            "backbones:\n- a\n- ../a\n",
            "yaml:3: backbones.1: '../a' is no name; allowed: 1 to 100 letters of ASCII, digits, "
            ". _ -, the first no . or -.",
        ),
        ("backbones: [a, b, a]\n", "yaml:1: backbones: 'a' stands here twice."),
        (f"backbones: [{'a' * 101}]\n", "a' is no name; allowed: 1 to 100 letters of ASCII"),
        ("- a\n", "yaml:1: the file is ['a']; input should be a valid dictionary"),
        ("a\n", "yaml:1: the file is 'a'; input should be a valid dictionary"),
    ],
)
def test_backbones_are_different_names(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ParamsError) as caught:
        params.load_backbones(write(tmp_path, text))
    assert message in str(caught.value)


def test_backbones_keep_their_order(tmp_path: Path) -> None:
    assert params.load_backbones(write(tmp_path, "backbones: [b, no, a]\n")) == ("b", "no", "a")


def test_imported_networks_come_after_the_others_and_may_be_the_only_ones(tmp_path: Path) -> None:
    both = write(tmp_path, "backbones: [b]\nimported: [a]\n")
    assert params.load_networks(both) == ("b", "a")
    alone = write(tmp_path, "backbones: []\nimported: [a]\n")
    assert (params.load_networks(alone), params.load_backbones(alone)) == (("a",), ())


def test_a_stage_of_each_kind_of_network_has_its_own_name_in_dvc_yaml(tmp_path: Path) -> None:
    path = write(tmp_path, "backbones: [a, b]\nimported: [c]\nensembles: {d: [a, b]}\n")
    assert [params.name_stage("map", name, path) for name in params.load_networks(path)] == [
        "map@a",
        "map@b",
        "map-imported@c",
        "map-ensemble-d",
    ]


def test_a_mistyped_section_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD + "prepocess:\n  size: 3\nbackbones: [a]\n")
    message = (
        f"{path}:7: prepocess is not a known section; allowed: backbones, imported, "
        "ensembles, targets, download, preprocess, infer, map, evaluate, gallery, sensitivity, "
        "study, people."
    )
    with pytest.raises(ParamsError) as caught:
        params.load_section("map", Outer, path)
    assert str(caught.value) == message
    with pytest.raises(ParamsError) as caught:
        params.load_backbones(path)
    assert str(caught.value) == message


def test_a_value_is_not_repeated_at_its_full_length(tmp_path: Path) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, GOOD.replace("sum", "s" * 5000))
    said = str(caught.value).removeprefix(str(tmp_path))
    assert said.endswith("sss'; allowed: 'sum' or 'mean'.")
    assert len(said) < 200


def test_a_number_set_through_dvc_is_the_one_that_is_read(tmp_path: Path) -> None:
    """DVC writes 1e-05 where somebody types 0.00001."""
    path = tmp_path / "params.yaml"
    shutil.copy(ROOT / "params.yaml", path)
    apply_overrides(path, ["map.strategies.linear_probe.inverse_penalty=0.00001"])
    assert "inverse_penalty: 1e-05\n" in path.read_text(encoding="utf-8")
    options = params.load_section("map", MapParams, path).strategies["linear_probe"]
    assert options.model_dump() == {"method": "linear_probe", "inverse_penalty": 0.00001}
