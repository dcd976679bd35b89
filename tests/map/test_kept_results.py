"""`map` computes what an edit changed, with the bytes of a run from nothing."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stages import kept
from stages.core import arrays, paths
from stages.map import scoring, stage
from stages.map.scoring import Scored, score_strategy
from tests import sealing
from tests.conftest import ROOT
from tests.map.checkout import make_checkout

PLACES = (paths.DATA / "scores", paths.DATA / "mappings")


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_checkout(tmp_path, monkeypatch)
    monkeypatch.setenv(kept.SWITCH, "no")


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The strategies that are fitted from now on."""
    names: list[str] = []

    def note(name: str, *rest: object) -> object:
        names.append(name)
        return score_strategy(name, *rest)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(scoring, "score_strategy", note)
    yield names
    names.clear()


def written() -> dict[str, bytes]:
    found = [path for place in PLACES for path in place.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in found}


def edit(old: str, new: str) -> None:
    text = paths.PARAMS.read_text(encoding="utf-8")
    assert text.count(old) == 1
    paths.PARAMS.write_text(text.replace(old, new), encoding="utf-8")


def poison() -> None:
    """Turn the scores in every kept result round, with the right hash for the wrong content."""
    for path in (paths.WORK / "map").iterdir():
        content = kept.read(path)
        assert content
        kept.write(path, _turn_scores(content))


def _turn_scores(content: bytes) -> bytes:
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            data = old.read(name)
            archive.writestr(name, _turn(data) if name == "test" else data)
    return new.getvalue()


def _turn(data: bytes) -> bytes:
    place = Path("turned.npz")
    place.write_bytes(data)
    scores = arrays.read_scores(place)
    turned = np.ascontiguousarray(scores.scores[:, ::-1])
    arrays.write_scores(
        place,
        arrays.Scores(
            turned, arrays.predict(turned), scores.kind, scores.probabilities, scores.targets
        ),
    )
    return place.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "computed"),
    [
        ("gamma: 8.0", "gamma: 4.0", ["akin"]),
        ("smoothing: 1.0", "smoothing: 2.0", ["learnt"]),
        ("groups: wordnet_strict", "groups: curated", ["drawn"]),
        ("    akin:\n", "    renamed:\n", []),
    ],
)
def test_an_edit_computes_its_strategy_alone_and_gives_the_bytes_of_a_run_from_nothing(
    old: str, new: str, computed: list[str], fitted: list[str]
) -> None:
    stage.main("net")
    fitted.clear()
    edit(old, new)
    stage.main("net")
    assert fitted == computed
    by_parts = written()
    shutil.rmtree(paths.WORK)
    stage.main("net")
    assert len(fitted) == len(computed) + 9
    assert written() == by_parts


def test_other_logits_labels_and_folds_compute_everything(fitted: list[str]) -> None:
    stage.main("net")
    path = paths.logits("net") / "test.safetensors"
    logits = np.asarray(arrays.read_logits("net", "test")).copy()
    logits[0, 0] += 1
    arrays.write_logits(path, logits, arrays.read_provenance("net", "test"))
    stage.main("net")
    assert len(fitted) == 18
    np.save(paths.labels("train"), np.load(paths.labels("train"))[::-1])
    stage.main("net")
    assert len(fitted) == 27
    edit("folds: 5", "folds: 4")
    stage.main("net")
    assert len(fitted) == 36


def test_a_warning_of_a_kept_fit_is_given_again_as_a_warning(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn(name: str, *rest: object) -> Scored:
        scored = score_strategy(name, *rest)  # type: ignore[arg-type]  # handed on as they came
        mapper = replace(scored.mapper, note="warning: look")  # type: ignore[type-var]  # a dataclass
        return replace(scored, mapper=mapper) if name == "akin" else scored

    monkeypatch.setattr(scoring, "score_strategy", warn)
    stage.main("net")
    stage.main("net")
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert told == [("WARNING", "akin: warning: look.")] * 2


def test_poisoned_results_are_taken_only_by_a_run_that_may_take_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their hashes are right, so only the switch keeps a run from them: `make verify` has it on."""
    stage.main("net")
    right = written()
    poison()
    stage.main("net")
    assert written() != right
    monkeypatch.setenv(kept.SWITCH, "yes")
    stage.main("net")
    assert written() == right


def test_every_process_has_the_same_fingerprint() -> None:
    """Hash seeds and addresses differ between processes: five of them keep one set of results."""
    sealing.seal_all()
    for seed in range(5):
        subprocess.run(
            [sys.executable, "-m", "stages.map", "net"],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)},
            check=True,
        )
    assert len(list((paths.WORK / "map").iterdir())) == 9 + 1  # strategies, and provenance
