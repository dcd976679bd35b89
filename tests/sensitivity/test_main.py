"""The whole stage on a small checkout: its files, which are the same each time."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages.core import files
from stages.map.groups import imagenet_to_cifar10_prediction, read_groups
from stages.sensitivity.curve import GAP
from stages.sensitivity.stage import main
from tests.sensitivity.world import (
    LABELS,
    edit,
    made_logits,
    provenance,
    write_checkout,
    write_logits,
)

OUT = Path("plots/sensitivity")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """With two variants of the logits, once run."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        root = tmp_path_factory.mktemp("checkout")
        write_checkout(root, monkeypatch)
        write_logits(Path("kept"), 1, provenance("bicubic"))
        edit("further: []", "further:\n    - kept")
        main()
        yield root


@pytest.fixture
def curve(checkout: Path) -> list[dict[str, str]]:
    return rows(checkout, "specification")


@pytest.fixture
def summary(checkout: Path) -> dict[str, Any]:
    content: dict[str, Any] = files.read_json(checkout / OUT / "summary.json")
    return content


def rows(checkout: Path, name: str) -> list[dict[str, str]]:
    with (checkout / OUT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_second_run_writes_the_same_bytes(checkout: Path) -> None:
    first = {path: path.read_bytes() for path in (checkout / OUT).rglob("*") if path.is_file()}
    main()
    assert {path: path.read_bytes() for path in first} == first
    assert not [path for path, content in first.items() if b"\r" in content]


def test_a_marked_row_is_the_accuracy_of_that_combination_on_the_first_variant(
    curve: list[dict[str, str]],
) -> None:
    predicted = imagenet_to_cifar10_prediction(
        made_logits(0),
        read_groups("wordnet_broad"),
        of="probabilities",
        reduce="sum",
        unmapped="ignore",
    )
    marked = [row for row in curve if row["mark"]]
    assert len(marked) == 1
    wanted = {
        "mark": "by sum",
        "input": "bilinear 224",
        "groups": "wordnet_broad",
        "of": "probabilities",
        "reduce": "sum",
        "unmapped": "ignore",
    }
    assert marked[0].items() >= wanted.items()
    assert float(marked[0]["accuracy"]) == round(float(np.mean(predicted == LABELS)), 4)


def test_kinds_stand_apart_and_each_goes_from_worst_to_best(curve: list[dict[str, str]]) -> None:
    """7 zero-shot lists and one informed list, on two variants."""
    assert [row["kind"] for row in curve] == ["zero_shot"] * 368 + ["informed"] * 64
    places = [int(row["place"]) for row in curve]
    assert places == [*range(368), *range(368 + GAP, 432 + GAP)]
    for kind in ("zero_shot", "informed"):
        accuracies = [float(row["accuracy"]) for row in curve if row["kind"] == kind]
        assert accuracies == sorted(accuracies)
        assert accuracies[0] < accuracies[-1]


def test_the_summary_says_what_the_tables_say(
    checkout: Path, curve: list[dict[str, str]], summary: dict[str, Any]
) -> None:
    scope = summary["scopes"]["zero_shot"]
    accuracies = [float(row["accuracy"]) for row in curve if row["kind"] == "zero_shot"]
    assert scope["specifications"] == len(accuracies)
    assert (scope["lowest"], scope["highest"]) == (min(accuracies), max(accuracies))
    assert_allclose(scope["deviation"], np.std(accuracies), atol=1e-4)
    shares = [row for row in rows(checkout, "shares") if row["scope"] == "zero_shot"]
    assert scope["shares"] == {row["choice"]: float(row["share"]) for row in shares}


def test_shares_sum_to_the_whole_and_the_variant_is_a_choice_too(summary: dict[str, Any]) -> None:
    shares = summary["scopes"]["zero_shot"]["shares"]
    assert sorted(shares) == ["groups", "input", "of", "reduce", "unmapped"]
    assert_allclose(sum(shares.values()), 1, atol=3e-4)
