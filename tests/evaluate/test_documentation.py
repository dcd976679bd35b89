"""docs/metrics.md explains every key of metrics/ and every column and number of plots/."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stages.core.arrays import Kind, Scores
from stages.evaluate.stage import main
from tests.conftest import ROOT
from tests.evaluate.examples import (
    BACKBONE,
    LABELS,
    PREDICTIONS,
    list_used,
    scores_of,
    write_field,
    write_list,
)
from tests.metrics_page import explained


def drawn(kind: Kind) -> Scores:
    found = np.random.default_rng(0).normal(size=(10, 3)).astype(np.float32)
    plain = scores_of(found.argmax(axis=1), kind)
    return replace(plain, scores=found, probabilities="softmax", targets=("bird", "deer", "dog"))


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, str]]]:
    """Rows of every CSV, by topic; each has some: two of a kind, lists, probabilities, deer."""
    (tmp_path / "stages").symlink_to(ROOT / "stages")
    monkeypatch.chdir(tmp_path)
    names = ("bird", "deer", "dog")
    rejecting = replace(scores_of(PREDICTIONS), targets=names)
    write_field(
        {
            "wordnet_mean": drawn("zero_shot"),
            "b": rejecting,
            "c": replace(rejecting, predictions=LABELS),
        }
    )
    shutil.copy(ROOT / "params.yaml", "params.yaml")
    for used in list_used("wordnet_mean"), list_used("b", unmapped="reject"), list_used("c", "x"):
        write_list(used)
    main(BACKBONE)
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted(Path("plots").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found.setdefault(path.parts[1], []).extend(csv.DictReader(file))
    return found


def test_every_table_has_rows_here_and_every_column_is_explained(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    assert [topic for topic, rows in tables.items() if not rows] == []
    for topic, rows in tables.items():
        assert rows[0].keys() - explained(topic, topic) == set(), topic


def test_every_number_is_explained(tables: dict[str, list[dict[str, str]]]) -> None:
    numbers = {row["number"] for row in tables["statistics"]}
    assert {"nll", "temperature", "mapped_share", "accuracy_without_deer", "ece"} <= numbers
    assert numbers - explained("statistics", "") == set()


def test_every_metric_is_explained(tables: dict[str, list[dict[str, str]]]) -> None:
    found = [json.loads(path.read_text()) for path in Path("metrics").rglob("*.json")]
    keys = {key for content in found for key in content}
    assert len(keys) == 6
    assert keys - explained("metrics", "") == set()
