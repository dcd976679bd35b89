"""docs/metrics.md explains every declared column and key, each in its section."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from stages import vocabulary
from stages.core import params
from stages.evaluate.estimates import declare_names
from stages.evaluate.params import EvaluateSection, for_problem
from stages.tables.evaluate import Metrics
from stages.tables.table import Table
from tests.conftest import ROOT
from tests.metrics_page import explained, names_in, rows_of
from tests.tables.declared import TABLES

# their files differ; elsewhere one is one network
BY_FILE = {"sensitivity", "study", "gallery", "people"}
# below these keys of JSON files are names: of strategies, combinations, files, libraries
NAMES = {"label_free_is_worth", "marks", "files", "versions", "shares", "references"}
KINDS = {"label_free", "supervised", "transductive"}

DOWN = {
    "nll", "nll_without_deer", "nll_calibrated", "brier", "brier_calibrated", "ece",
    "ece_equal_mass", "ece_calibrated", "ece_equal_mass_calibrated", "aurc",
}  # fmt: skip
NEITHER = {
    "mapped_share", "temperature", "ece_if_calibrated", "ece_equal_mass_if_calibrated",
    "accuracy_low", "accuracy_high",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.place)
def test_every_column_of_a_table_is_explained_in_its_own_section(table: Table[Any]) -> None:
    topic, name = Path(table.place).parts[1], Path(table.place).stem
    known = explained(topic, name if topic in BY_FILE else topic)
    assert set(table.columns) - known == set()


def test_every_number_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    section = params.load_section("evaluate", EvaluateSection)
    names = declare_names(for_problem(section, vocabulary.problem("cifar10")))
    assert names - explained("statistics", "") == set()


def test_every_metric_is_explained() -> None:
    assert {field.name for field in fields(Metrics)} - explained("metrics", "") == set()


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("plots/sensitivity/summary.json", "sensitivity"),
        ("plots/study/provenance.json", "provenance"),
        *((str(path.relative_to(ROOT)), "provenance") for path in
          sorted((ROOT / "plots/provenance").glob("*.json"))),
    ],
)  # fmt: skip
def test_every_key_of_a_json_file_is_explained_in_its_own_section(path: str, topic: str) -> None:
    keys = set(keys_of(json.loads((ROOT / path).read_text(encoding="utf-8"))))
    assert len(keys) > 10
    assert keys - explained(topic, "") - KINDS == set()


def keys_of(content: Any, names: bool = False) -> Iterator[str]:
    """The keys of a JSON object and of those in it, without those that are names of something."""
    if isinstance(content, dict):
        for key, value in content.items():
            if not names:
                yield key
            yield from keys_of(value, names=key in NAMES)


@pytest.mark.parametrize("topic", ["metrics", "statistics"])
def test_every_number_has_its_direction(topic: str) -> None:
    """As worked out here: losses and calibration errors go down, what is no merit goes nowhere."""
    told = [(row[0], row[2]) for row in rows_of(topic) if len(row) == 4]
    directions = {name: direction for names, direction in told for name in names_in(names)}
    assert len(directions) >= 5
    for name, direction in directions.items():
        wanted = "down" if name in DOWN else "" if name in NEITHER else "up"
        assert (name, direction) == (name, wanted)
