"""The whole room on a tiny residual network: what it writes, that it repeats, what it refuses."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml

from stages.core import files, paths
from stages.core.errors import ParamsError
from stages.infer import hardware
from stages.study import timing
from stages.study.stage import main
from tests.conftest import ROOT
from tests.infer.networks import random_network, write_weights
from tests.study.networks import tiny_residual

PARAMS = {
    "backbone": "tiny",
    "reference": {"size": 32, "interpolation": "bilinear", "crop": "none"},
    "images": 4,
    "seed": 0,
    "confidence": 0.95,
    "sizes": [48],
    "resolutions": [32, 8],
    "gradients": {"images": 2, "repetitions": 1, "steps": [0.01]},
    "timing_repetitions": 1,
}
STUDY = Path("plots/study")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve training images of noise, the backbone `tiny`, torch, small blocks to time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(timing, "STAGES", ((8, 4),))
    monkeypatch.setattr(hardware, "openvino_is_installed", lambda: False)
    Path("stages").symlink_to(ROOT / "stages")
    set_params()
    paths.IMAGES.mkdir(parents=True)
    paths.LABELS.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (12, 32, 32, 3), dtype=np.uint8)
    np.save(paths.images("train"), noise)
    np.save(paths.labels("train"), np.arange(12) % 10)
    files.write_json(paths.IMAGES / paths.PROVENANCE, {"dataset": "noise"})
    torch.manual_seed(0)
    write_weights("tiny", tiny_residual().state_dict(), architecture="tiny_residual")
    return tmp_path


def set_params(**changes: object) -> None:
    paths.PARAMS.write_text(yaml.safe_dump({"targets": "cifar10", "study": {**PARAMS, **changes}}))


def test_the_room_writes_the_same_files_twice(checkout: Path) -> None:
    """Timing is left out: it is the one table that may differ."""
    main()
    first = {path: path.read_bytes() for path in STUDY.rglob("*.*")}
    names = {str(path.relative_to(STUDY)) for path in first}
    tables = "clipped costs denormalisation formula gradients preprocessing resolution steps timing"
    figures = "costs denormalisation gradients preprocessing resolution"
    assert names == {
        "provenance.json",
        *(f"{name}.csv" for name in tables.split()),
        *(f"figures/{name}.svg" for name in figures.split()),
    }
    check_provenance(json.loads(first[STUDY / "provenance.json"]))
    main()
    again = {path: path.read_bytes() for path in STUDY.rglob("*.*")}
    differing = {path.name for path in first if first[path] != again[path]}
    assert differing <= {"timing.csv"}


def check_provenance(found: dict[str, Any]) -> None:
    """It says what was measured on what."""
    assert found["dataset"] == {"dataset": "noise"}
    assert found["weights"]["name"] == found["backbone"] == "tiny"
    assert (found["split"], found["images"], found["seed"]) == ("train", 4, 0)
    assert found["gradient_images"] == 2


def test_batches_that_the_sample_cannot_fill_are_refused(checkout: Path) -> None:
    set_params(gradients={"images": 3, "repetitions": 2, "steps": [0.01]})
    with pytest.raises(ParamsError, match="2 batches of 3 images; the sample has 4"):
        main()
    assert not STUDY.exists()


def test_a_network_without_residual_blocks_is_refused(checkout: Path) -> None:
    write_weights("tiny", random_network().state_dict())
    with pytest.raises(ParamsError, match=r"study\.backbone is tiny, a tiny_classifier"):
        main()
