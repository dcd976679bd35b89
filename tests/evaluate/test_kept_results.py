"""`evaluate` measures and draws what an edit changed, with the bytes of a run from nothing."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stages import drawing, kept
from stages.core import paths
from stages.core.arrays import Kind, Scores
from stages.evaluate import measured
from stages.evaluate.inputs import StrategyScores
from stages.evaluate.stage import main
from tests.evaluate.examples import (
    BACKBONE,
    LABELS,
    PREDICTIONS,
    list_used,
    scores_of,
    write_list,
    write_predictions,
)


@pytest.fixture(autouse=True)
def _keeping(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.SWITCH, "no")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Strategies that are measured from now on, and figures that are drawn."""
    names: list[str] = []
    measure, save = measured.measure, drawing.save

    def note_strategy(strategy: StrategyScores, *rest: object) -> object:
        names.append(strategy.name)
        return measure(strategy, *rest)  # type: ignore[arg-type]  # handed on as they came

    def note_figure(figure: object, path: Path) -> None:
        names.append(path.name)
        save(figure, path)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(measured, "measure", note_strategy)
    monkeypatch.setattr(drawing, "save", note_figure)
    return names


def score(predictions: object, kind: Kind = "zero_shot") -> Scores:
    return replace(scores_of(np.asarray(predictions), kind), probabilities="softmax")


def written() -> dict[str, bytes]:
    found = [path for top in ("metrics", "plots") for path in Path(top).rglob("*")]
    return {str(path): path.read_bytes() for path in found if path.is_file()}


def test_an_edit_measures_and_draws_what_it_changed_with_the_bytes_of_a_run_from_nothing(
    done: list[str],
) -> None:
    strategies = {"a": score(PREDICTIONS), "b": score(LABELS), "c": score(LABELS, "supervised")}
    write_predictions(strategies)
    write_list(list_used("a"))
    main(BACKBONE)
    joint = {
        "accuracy.svg", "pairs.svg", "per_class.svg", "reliability.svg", "risk_coverage.svg",
    }  # fmt: skip
    assert set(done) == {
        "a",
        "b",
        "c",
        "a.svg",
        "b.svg",
        "c.svg",
        "unmapped.svg",
        "top_classes.svg",
        *joint,
    }
    done.clear()
    main(BACKBONE)
    assert done == []
    write_predictions(strategies | {"b": score(PREDICTIONS[::-1])})
    write_list(list_used("a"))
    main(BACKBONE)
    assert set(done) == {"b", "b.svg", *joint}
    by_parts = written()
    shutil.rmtree(paths.WORK)
    main(BACKBONE)
    assert written() == by_parts


def test_what_was_measured_comes_back_from_its_text() -> None:
    write_predictions({"a": score(PREDICTIONS)})
    main(BACKBONE)
    texts = []
    for path in (paths.WORK / "evaluate").iterdir():
        content = kept.read(path)
        assert content
        if b'"numbers"' in content:
            start = content.index(b"{")
            texts.append(content[start : content.rindex(b"}") + 1].decode())
    (text,) = texts
    assert measured.to_text(measured.from_text(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "measures"),
    [("confidence: 0.95", "confidence: 0.9", True), ("digits: 4", "digits: 3", False)],
)
def test_only_parameters_of_the_measurement_measure_again(
    old: str, new: str, measures: bool, done: list[str]
) -> None:
    write_predictions({"a": score(PREDICTIONS)})
    main(BACKBONE)
    done.clear()
    text = Path("params.yaml").read_text(encoding="utf-8")
    Path("params.yaml").write_text(text.replace(old, new), encoding="utf-8")
    main(BACKBONE)
    assert ("a" in done) == measures
