"""A checkout that is ready for `infer`: pictures of 12 pixels, a tiny random network."""

from pathlib import Path

import numpy as np
import pytest

from stages.core import files, paths
from stages.preprocess import pictures
from stages.synthetic import make_pictures
from tests.infer import networks

PARAMS = (
    "infer:\n  device: cpu\n  backend: torch\n  precision: float32\n  chunk: 3\n"
    "  engine: local\n  workers: auto\n"
)
RECIPE = "preprocess:\n  size: 12\n  interpolation: bilinear\n  crop: none\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """7 training, 4 test and 1 synthetic picture, the backbone `tiny`, chunks of 3, torch."""
    monkeypatch.chdir(tmp_path)
    paths.PARAMS.write_text(PARAMS)
    monkeypatch.setattr(pictures, "make_pictures", lambda side: make_pictures(side)[:1])
    write_images(side=9)
    write_tensors(size=12)
    networks.write_weights("tiny", networks.random_network().state_dict())
    return tmp_path


def write_tensors(size: int, seed: int = 0) -> None:
    """data/tensors as `preprocess` writes it."""
    paths.TENSORS.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    np.save(paths.tensors("train"), rng.integers(0, 256, (7, size, size, 3), dtype=np.uint8))
    np.save(paths.tensors("test"), rng.integers(0, 256, (4, size, size, 3), dtype=np.uint8))
    content = {
        "dataset": {"dataset": "noise"},
        "size": size,
        "interpolation": "bilinear",
        "crop": "none",
        "tensors_sha256": {
            "train": files.sha256(paths.tensors("train")),
            "test": files.sha256(paths.tensors("test")),
        },
    }
    files.write_json(paths.TENSORS / paths.PROVENANCE, content)


def write_images(side: int) -> None:
    """data/images as `download` writes it: noise."""
    paths.IMAGES.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    for split, count in (("train", 7), ("test", 4)):
        np.save(
            paths.IMAGES / f"{split}.npy", rng.integers(0, 256, (count, side, side, 3), np.uint8)
        )
    files.write_json(paths.IMAGES / paths.PROVENANCE, {"dataset": "noise"})
