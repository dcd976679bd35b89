"""A wrong entry of map.strategies is one line with its place and what is allowed."""

import re
from pathlib import Path

import pytest

from stages.core import params, paths
from stages.core.errors import ParamsError
from stages.map.params import MapParams
from stages.map.strategies import STRATEGIES

TEXT = """\
map:
  cross_fit:
    folds: 5
    seed: 0
  strategies:
    mean:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: ignore
    akin:
      method: taxonomy
      gamma: 8.0
"""


def load(tmp_path: Path, old: str = "", new: str = "") -> MapParams:
    path = tmp_path / "params.yaml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    return params.load_section("map", MapParams, path)


def test_entries_become_the_options_of_their_methods(tmp_path: Path) -> None:
    strategies = load(tmp_path).strategies
    assert [type(options) for options in strategies.values()] == [
        STRATEGIES["groups"].options,
        STRATEGIES["taxonomy"].options,
    ]
    assert strategies["akin"].model_dump() == {"method": "taxonomy", "gamma": 8.0}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("taxonomy", "taxonmy", "params.yaml:13: map.strategies.akin.method is 'taxonmy'; allowed"),
        (
            "reduce: mean",
            "reduce: average",
            "params.yaml:10: map.strategies.mean.reduce is 'average'; allowed: 'sum', 'mean', "
            "'max', 'logsumexp' or 'vote'.",
        ),
        ("reduce: mean", "reduce: vote", "params.yaml:6: map.strategies.mean.k is missing."),
        ("gamma: 8.0", "gama: 8.0", "params.yaml:14: map.strategies.akin.gama is not a known key"),
        ("gamma: 8.0", "gamma: -1.0", "params.yaml:14: map.strategies.akin.gamma is -1.0;"),
        ("      gamma: 8.0\n", "", "params.yaml:12: map.strategies.akin.gamma is missing."),
        (
            "wordnet_broad",
            "wordnet",
            "params.yaml:8: map.strategies.mean.groups: there is no list 'wordnet'; known: ",
        ),
        ("method: taxonomy", "methd: x", "params.yaml:12: map.strategies.akin.method is missing."),
        ("akin:", "'a/b':", "params.yaml:12: map.strategies.a/b"),
        ("folds: 5", "folds: 1", "params.yaml:3: map.cross_fit.folds is 1;"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ParamsError, match=re.escape(message)):
        load(tmp_path, old, new)


def test_every_known_method_is_listed_where_one_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, "taxonomy", "taxonmy")
    assert all(f"'{method}'" in str(caught.value) for method in STRATEGIES)


def test_each_entry_of_the_project_has_a_comment_that_says_why() -> None:
    lines = paths.PARAMS.read_text(encoding="utf-8").splitlines()
    section = lines[lines.index("map:") + 1 :]
    names = [i for i, line in enumerate(section) if re.fullmatch(r"    [a-z0-9_-]+:", line)]
    end = next((i for i, line in enumerate(section) if re.match(r"\S+:$", line)), len(section))
    entries = [i for i in names if section.index("  strategies:") < i < end]
    assert len(entries) >= 10
    assert [section[i] for i in entries if not section[i - 1].lstrip().startswith("#")] == []
