"""docs/networks.md: its tables are those of its numbers, and what its experiment edits."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core import files
from stages.core.errors import DataError
from stages.results.evaluation import read_content
from tests.conftest import ROOT
from tests.results.example import run_with, write_evaluation, write_params
from tools.networks import __main__ as networks
from tools.networks import experiment, figure, measure, page, survey
from tools.verify.scratch import Copy


def test_the_committed_page_has_the_tables_of_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = networks.PAGE.read_text(encoding="utf-8")
    assert networks.fill(text, page.write_tables(survey.read_survey())) == text


def test_the_figure_has_a_row_for_each_backbone_the_best_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    found = survey.read_survey()
    labels = [text.get_text() for text in figure.draw_networks(found).axes[0].get_yticklabels()]
    assert sorted(labels) == sorted(experiment.BACKBONES)
    means = {one.backbone: one.mean_on_dev for one in found.networks}
    assert means[labels[0]] == max(means.values())


def test_writing_alone_fills_the_page_and_a_page_that_is_gone_is_an_error(checkout: Path) -> None:
    with pytest.raises(DataError, match=r"docs/networks.md is missing\. Run: git checkout"):
        networks.main(here=False, write=True)
    for name in ("networks.json", "networks.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        files.write_text(checkout / "docs" / name, text.replace("| the network |", "| old |"))
    networks.main(here=False, write=True)
    page_text = (checkout / "docs/networks.md").read_text(encoding="utf-8")
    assert page_text == (ROOT / "docs/networks.md").read_text(encoding="utf-8")


def test_the_experiment_edits_the_backbones_of_a_copy_and_each_has_an_entry() -> None:
    typed: list[str] = []

    class Recorded(Copy):
        def run(self, *words: str, **_: Any) -> int:
            typed.extend(words)
            return 0

    experiment.run(Recorded(Path("copy"), {}))
    assert typed[:5] == ["dvc", "exp", "run", "-n", "networks"]
    assert typed[5:7] == ["-S", f"backbones=[{','.join(experiment.BACKBONES)}]"]
    assert typed[7:] == ["-S", "preprocess.store=false", "evaluate"]
    assert all((ROOT / "networks" / f"{name}.yaml").is_file() for name in experiment.BACKBONES)


def test_two_backbones_of_one_checkpoint_are_one_network(checkout: Path) -> None:
    """Its file and its title are those of the first."""
    write_evaluation(checkout, "r50-bicubic", run_with(title="The same, shown other pictures"))
    write_evaluation(checkout, "r18", run_with(title="ResNet-18", sha256="ff66"))
    write_params(checkout, "r50", "r50-bicubic", "r18")
    first, second, third = measure._name_networks(read_content())
    assert (first.network, second.network, third.network) == ("r50", "r50", "r18")
    assert (second.title, third.title) == ("ResNet-50, quantised", "ResNet-18")
    assert (first.best["zero_shot"].strategy, first.best["zero_shot"].accuracy) == ("mean", 0.55)


def test_one_network_alone_is_nothing_to_compare(checkout: Path) -> None:
    with pytest.raises(DataError, match="lists one network alone: nothing to compare"):
        measure.measure()


def test_strategies_in_the_same_order_agree_in_every_resample() -> None:
    """Each is right for those images that the one before is, and for more."""
    right = {f"s{n}": np.arange(600) < 100 * (n + 1) for n in range(5)}
    counts = np.random.default_rng(0).multinomial(600, np.full(600, 1 / 600), size=20)
    found = measure._agree({"zero_shot": right}, {"zero_shot": right}, counts, 0.95)
    assert found["zero_shot"].model_dump() == {"strategies": 5, "tau": 1, "low": 1, "high": 1}
    few = dict(list(right.items())[:4])
    assert measure._agree({"zero_shot": few}, {"zero_shot": right}, counts, 0.95) == {}
