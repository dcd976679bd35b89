"""A small checkout: 60 images that favour classes of their target, more often than not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core import arrays, files, paths
from stages.core.arrays import Labels, Logits
from stages.map.groups import read_groups
from tests.conftest import ROOT

LABELS: Labels = np.repeat(np.arange(10), 6)
PARAMS = """\
backbones:
  - r50
targets: cifar10
sensitivity:
  backbone: r50
  further: []
  cross_fit:
    folds: 2
    seed: 0
  strategies:
    expected:
      method: expected
    prototype:
      method: prototype
    standardise:
      method: standardise
      groups: wordnet_broad
      reduce: max
  debias:
    - none
    - pool
  votes: 5
  seed: 0
  marked:
    by sum:
      groups: wordnet_broad
      of: probabilities
      reduce: sum
      unmapped: ignore
  labels:
    - 1
    - 2
  draws:
    learning: 2
    unequal: 2
  gammas:
    - 1.0
    - 8.0
  resamples: 20
  confidence: 0.95
  digits: 4
"""


def made_logits(seed: int) -> Logits:
    """Noise, and a class of the right group (antelopes for deer) raised a little above it."""
    random = np.random.default_rng(seed)
    members = read_groups("wordnet_broad").members
    logits = random.normal(size=(len(LABELS), 1000))
    for image, label in enumerate(LABELS):
        logits[image, random.choice(members[label])] += 4
    return logits.astype(np.float32)


def provenance(interpolation: str = "bilinear", **changes: Any) -> dict[str, Any]:
    """The provenance of the logits, as far as this stage reads it."""
    given = {"interpolation": interpolation, "size": 224, "crop": "none"}
    dataset = {"dataset": "made", "title": "60 made images"}
    return {"backbone": "r50", "input": {**given, "dataset": dataset}, **changes}


def write_logits(folder: Path, seed: int, made_by: dict[str, Any]) -> None:
    """A folder as the infer stage leaves it."""
    for split in ("train", "test"):
        arrays.write_logits(folder / f"{split}.safetensors", made_logits(seed), made_by)


def write_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter an empty folder, and put into it what the stage reads."""
    monkeypatch.chdir(root)
    (root / "stages").symlink_to(ROOT / "stages")  # lists and vocabulary are read from there
    write_logits(paths.logits("r50"), 0, provenance())
    paths.labels("train").parent.mkdir(parents=True)
    np.save(paths.labels("train"), LABELS)
    files.write_text(paths.PARAMS, PARAMS)


def edit(old: str, new: str) -> None:
    """Change params.yaml of the checkout."""
    assert PARAMS.count(old) == 1
    files.write_text(paths.PARAMS, PARAMS.replace(old, new))
