"""A choice that reads no label: what two halves of the images agree on."""

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml

from stages.map.strategies import self_train, standardise
from stages.sensitivity.agreement import Agreement, agree, agree_all, most_agreed
from tests.map.unlabelled import images, unlabelled

ROOT = Path(__file__).parents[2]
OPTIONS = self_train.Options(
    method="self_train",
    groups="wordnet_broad",
    reduce="mean",
    prior="uniform",
    fraction=0.5,
    rounds=3,
)


def test_halves_of_separate_clusters_agree_and_halves_of_noise_do_not() -> None:
    clear, _ = images([0.34, 0.33, 0.33], hint=6.0)
    noise = np.random.default_rng(0).normal(size=(300, 30)).astype(np.float32)
    groups = [[0], [1], [2]]
    assert agree(OPTIONS, unlabelled(clear, groups), seed=0) > 0.95
    assert agree(OPTIONS, unlabelled(noise, groups), seed=0) < 0.9


def test_only_strategies_that_train_themselves_are_tried_with_every_fraction() -> None:
    z, _ = images([0.5, 0.5], count=100)
    plain = standardise.Options(method="standardise", groups="wordnet_broad", reduce="mean")
    seen = unlabelled(z, [[0], [1]])
    found = agree_all({"plain": plain, "mine": OPTIONS}, seen, [0.5, 1.0], draws=2)
    assert [(one.strategy, one.fraction, len(one.shares)) for one in found] == [
        ("mine", 0.5, 2),
        ("mine", 1.0, 2),
    ]
    again = OPTIONS.model_copy(update={"fraction": 1.0})
    assert found[1].shares.tolist() == [agree(again, seen, 0), agree(again, seen, 1)]


def test_most_agreed_is_the_highest_mean_and_of_equal_ones_the_smallest() -> None:
    found = [
        Agreement("a", 0.9, np.array([0.8, 0.8])),
        Agreement("a", 0.7, np.array([0.7, 0.9])),
        Agreement("a", 0.5, np.array([0.6, 0.9])),
        Agreement("b", 1.0, np.array([0.1, 0.1])),
    ]
    assert most_agreed(found) == {"a": 0.7, "b": 1.0}


@pytest.mark.parametrize("section", ["map", "sensitivity"])
def test_the_committed_fraction_is_the_one_agreed_on_most(section: str) -> None:
    """What params.yaml says of its choice, held against the committed table."""
    with (ROOT / "plots/sensitivity/agreement.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["most_agreed"] == "True"]
    strategies = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))[section]
    chosen = {
        options["fraction"]
        for options in strategies["strategies"].values()
        if options["method"].startswith("self_train")
    }
    assert chosen == {float(row["fraction"]) for row in rows}
