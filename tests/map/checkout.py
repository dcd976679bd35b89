"""A root of its own with params, logits and labels, and what `map` makes of them."""

from pathlib import Path

import numpy as np
import pytest

from stages.core import arrays, paths
from tests.conftest import ROOT

STRATEGIES = """\
    chance:
      method: random
      seed: 0
    mean:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: ignore
    rejecting:
      method: groups
      groups: wordnet_broad
      of: logits
      reduce: mean
      unmapped: reject
    grown:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: reassign
    drawn:
      method: groups
      groups: wordnet_strict
      of: probabilities
      reduce: max
      unmapped: random
      seed: 0
    voted:
      method: groups
      groups: imagenet_d
      of: probabilities
      reduce: vote
      k: 3
      unmapped: ignore
    akin:
      method: taxonomy
      gamma: 8.0
    learnt:
      method: bayesian
      smoothing: 1.0
    separated:
      method: prototype
"""
PARAMS = f"""\
backbones:
  - net
targets: cifar10
map:
  cross_fit:
    folds: 5
    seed: 0
  strategies:
{STRATEGIES}
evaluate:
  digits: 4
  confidence: 0.95
"""

# what the images of each target show, as ImageNet would say it
SHOWN = (404, 817, 10, 281, 352, 207, 31, 339, 510, 867)


def make_checkout(folder: Path, monkeypatch: pytest.MonkeyPatch, images: int = 60) -> None:
    """Logits of noise in which each image's own class stands out, a third of them by much."""
    for room in ("stages", "tools"):
        (folder / room).symlink_to(ROOT / room)
    monkeypatch.chdir(folder)
    paths.PARAMS.write_text(PARAMS, encoding="utf-8")
    paths.LABELS.mkdir(parents=True)
    draw = np.random.default_rng(0)
    for split, count in ("train", images), ("test", images // 3):
        labels = np.arange(count) % 10
        logits = draw.normal(size=(count, 1000)).astype(np.float32)
        logits[np.arange(count), np.array(SHOWN)[labels]] += draw.choice([0, 3, 9], size=count)
        place = paths.logits("net") / f"{split}.safetensors"
        arrays.write_logits(place, logits, {"backbone": "net"})
        np.save(paths.labels("train" if split == "train" else "test"), labels)
