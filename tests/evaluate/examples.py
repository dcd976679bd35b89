"""Small predictions of a few strategies, in memory and on disk."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stages.core import arrays, files, paths
from stages.core.arrays import Kind, Labels, Members, Scores
from stages.evaluate.bootstrap import Resamples
from stages.evaluate.inputs import Predictions, StrategyScores
from stages.evaluate.lists import ListUsed
from stages.evaluate.results import Result, measure_strategy
from tests import sealing

TARGETS = ("bird", "cat", "dog")
BACKBONE = "tiny"
THREE = """title: Three
absent: cat
targets:
  - {name: bird, root: n01503061, broad: n01503061}
  - {name: cat, root: n02121808, broad: n02120997}
  - {name: dog, root: n02084071, broad: n02083346}
"""
PARAMS = """targets: three.yaml
evaluate:
  digits: 4
  confidence: 0.95
  resamples: 100
  seed: 0
  bins: 5
  risks:
    - 0.1
  top_k:
    - 2
  shown: 2
  references:
    zero_shot: a
"""

# the top-1 class of image i is class i: those of images 0, 1, 4, 7 and 8 are in a group
MEMBERS: Members = ((0, 1), (4,), (7, 8))

# 4 birds, 3 cats, 3 dogs
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
# a bird rejected, a bird taken for a cat, a cat for a dog
PREDICTIONS = np.array([0, 0, -1, 1, 1, 1, 2, 2, 2, 2])


def ints(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def result(
    name: str,
    kind: Kind = "zero_shot",
    predictions: Labels = PREDICTIONS,
    resamples: Resamples | None = None,
    confidence: float = 0.95,
) -> Result:
    """The result of a strategy with equal scores on dev and test."""
    labels = Predictions(TARGETS, LABELS, LABELS, ())
    scores = scores_of(predictions, kind)
    drawn = resamples or Resamples(len(LABELS), 100, seed=0)
    return measure_strategy(StrategyScores(name, kind, scores, scores), labels, drawn, confidence)


def scores_of(
    predictions: Labels, kind: Kind = "zero_shot", targets: tuple[str, ...] = TARGETS
) -> Scores:
    """A strategy as `map` writes it, without probabilities."""
    return Scores(
        np.zeros((len(predictions), len(targets)), np.float32), predictions, kind, "none", targets
    )


def predictions_of(**strategies: Scores) -> Predictions:
    """Strategies with equal scores on dev and test, in the given order."""
    both = (StrategyScores(name, one.kind, one, one) for name, one in strategies.items())
    return Predictions(TARGETS, LABELS, LABELS, tuple(both))


def list_used(
    strategy: str, groups: str = "broad", unmapped: str = "ignore", members: Members = MEMBERS
) -> ListUsed:
    """A mean of probabilities over a list."""
    options = {
        "method": "groups", "groups": groups, "of": "probabilities", "reduce": "mean",
        "unmapped": unmapped,
    }  # fmt: skip
    return ListUsed(strategy, options, members)


def write_list(used: ListUsed) -> None:
    """As `map` writes it."""
    groups = {
        target: [{"index": index, "wnid": "n0", "name": "x", "reason": "r"} for index in group]
        for target, group in zip(TARGETS, used.members, strict=True)
    }
    content = {"targets": TARGETS, "groups": groups, "options": dict(used.options)}
    files.write_json(paths.mappings(BACKBONE) / f"{used.strategy}.json", content)


def write_predictions(strategies: dict[str, Scores], labels: Labels = LABELS) -> None:
    """All that `python -m stages.evaluate tiny` reads, in the working directory."""
    Path("params.yaml").write_text(PARAMS, encoding="utf-8")
    Path("three.yaml").write_text(THREE, encoding="utf-8")
    paths.LABELS.mkdir(parents=True, exist_ok=True)
    np.save(paths.labels("train"), labels)
    np.save(paths.labels("test"), labels)
    for name, scores in strategies.items():
        for side in ("dev", "test"):
            arrays.write_scores(paths.scores(BACKBONE) / side / f"{name}.npz", scores)
    for split in ("train", "test"):
        logits = np.eye(1000, dtype=np.float32)[: len(labels)]
        path = paths.logits(BACKBONE) / f"{split}.safetensors"
        arrays.write_logits(path, logits, {"backbone": BACKBONE})
    made_by = {"train": {"backbone": BACKBONE}, "test": {"backbone": BACKBONE}}
    files.write_json(paths.scores(BACKBONE) / paths.PROVENANCE, made_by)
    paths.mappings(BACKBONE).mkdir(parents=True, exist_ok=True)
    files.write_json(paths.mappings(BACKBONE) / "none.json", {})
    sealing.seal_all()
