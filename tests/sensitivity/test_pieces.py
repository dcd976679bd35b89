"""`sensitivity` fits what an edit changed, and shows the same."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages import kept
from stages.core import paths
from stages.map import scoring
from stages.map.strategies import STRATEGIES
from stages.sensitivity import learning, unequal
from stages.sensitivity.stage import main
from tests.sensitivity.world import edit, write_checkout

OUT = paths.PLOTS / "sensitivity"


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_checkout(tmp_path, monkeypatch)
    monkeypatch.setenv(kept.SWITCH, "no")
    main()


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The methods that are fitted from now on."""
    methods: set[str] = set()

    class Noting:
        def __getitem__(self, method: str) -> Any:
            methods.add(method)
            return STRATEGIES[method]

    for room in (scoring, learning, unequal):
        monkeypatch.setattr(room, "STRATEGIES", Noting())
    yield methods
    methods.clear()


def written() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in OUT.rglob("*") if path.is_file()}


def test_nothing_is_fitted_again_for_another_interval(fitted: set[str]) -> None:
    edit("confidence: 0.95", "confidence: 0.9")
    before = written()
    main()
    assert fitted == set()
    changed = written()
    assert changed != before
    shutil.rmtree(paths.WORK / "sensitivity")
    main()
    assert fitted == {"expected", "prototype", "standardise"}
    assert written() == changed


def test_a_changed_strategy_is_fitted_alone(fitted: set[str]) -> None:
    edit("reduce: max", "reduce: mean")
    main()
    assert fitted == {"standardise"}


def test_a_run_that_recomputes_does(fitted: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.SWITCH, "yes")
    main()
    assert fitted == {"expected", "prototype", "standardise"}


def test_other_training_labels_are_another_matter(fitted: set[str]) -> None:
    labels = np.load(paths.labels("train"))
    np.save(paths.labels("train"), np.roll(labels, 1))
    main()
    assert fitted == {"expected", "prototype", "standardise"}
