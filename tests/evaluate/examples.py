"""Small fields of strategies, in memory and on disk."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stages.core import arrays, files, paths
from stages.core.arrays import Kind, Labels, Scores
from stages.evaluate.inputs import Entrant, Field
from stages.evaluate.results import Result, measure

TARGETS = ("bird", "cat", "dog")
BACKBONE = "tiny"
PARAMS = "evaluate:\n  digits: 4\n  confidence: 0.95\n"

# 4 birds, 3 cats, 3 dogs
LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
# a bird rejected, a bird taken for a cat, a cat for a dog
PREDICTIONS = np.array([0, 0, -1, 1, 1, 1, 2, 2, 2, 2])


def ints(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def result(name: str, kind: Kind = "zero_shot", predictions: Labels = PREDICTIONS) -> Result:
    """One strategy that says the same of dev and of test."""
    field = Field(TARGETS, LABELS, LABELS, ())
    return measure(Entrant(name, kind, predictions, predictions), field, 0.95)


def scores_of(
    predictions: Labels, kind: Kind = "zero_shot", targets: tuple[str, ...] = TARGETS
) -> Scores:
    """A strategy as `map` writes it; evaluate reads its predictions alone."""
    return Scores(
        np.zeros((len(predictions), len(targets)), np.float32), predictions, kind, "none", targets
    )


def write_field(strategies: dict[str, Scores], labels: Labels = LABELS) -> None:
    """All that `python -m stages.evaluate tiny` reads, in the working directory."""
    Path("params.yaml").write_text(PARAMS, encoding="utf-8")
    paths.LABELS.mkdir(parents=True, exist_ok=True)
    np.save(paths.labels("train"), labels)
    np.save(paths.labels("test"), labels)
    for name, scores in strategies.items():
        for side in ("dev", "test"):
            arrays.write_scores(paths.scores(BACKBONE) / side / f"{name}.npz", scores)
    made_by = {"train": {"backbone": BACKBONE}, "test": {"backbone": BACKBONE}}
    files.write_json(paths.scores(BACKBONE) / paths.PROVENANCE, made_by)
