"""Four images of three targets, ten people, and strategies whose numbers are worked out by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from stages.core import arrays, files, paths
from stages.core.arrays import Scores

TARGETS = ("cat", "dog", "ship")
LABELS = np.array([0, 1, 1, 2], np.int64)
# q, the share of people who are right: 1, ½, ½ and 0 (CIFAR-10 has wrong labels, too)
COUNTS = np.array([[10, 0, 0], [5, 5, 0], [0, 5, 5], [0, 10, 0]], np.int64)
NOTICE = "Uses <Some Work>"


def scores(
    predictions: list[int],
    values: Any = None,
    kind: arrays.Kind = "zero_shot",
    targets: tuple[str, ...] = TARGETS,
) -> Scores:
    """Scores that are probabilities, or none at all."""
    given = np.zeros((len(predictions), len(targets))) if values is None else np.asarray(values)
    way: arrays.Probabilities = "none" if values is None else "normalise"
    return Scores(given.astype(np.float32), np.array(predictions, np.int64), kind, way, targets)


EVEN = np.ones((4, 3))
STRATEGIES: Mapping[str, Scores] = {
    "first_half": scores([0, 1, 0, 0], EVEN),
    "rejecting": scores([0, 1, -1, -1]),
    "sure": scores([0, 1, 1, 2], np.eye(3)[LABELS], "supervised"),
}


def write_checkout(
    strategies: Mapping[str, Scores] = STRATEGIES, labels: Any = LABELS, answers: str = "null"
) -> None:
    """params.yaml, labels and scores of the network r50 in the current folder."""
    write_params(answers)
    paths.LABELS.mkdir(parents=True)
    np.save(paths.labels("test"), labels)
    for name, each in strategies.items():
        arrays.write_scores(paths.scores("r50") / "test" / f"{name}.npz", each)
    weights = {"title": "ResNet-50", "notice": NOTICE}
    files.write_json(paths.scores("r50") / paths.PROVENANCE, {"test": {"weights": weights}})


def write_params(answers: str, backbone: str = "r50") -> None:
    files.write_text(
        paths.PARAMS,
        f"backbones:\n  - r50\npeople:\n  answers: {answers}\n  backbone: {backbone}\n"
        "  confidence: 0.95\n  resamples: 200\n  seed: 0\n  digits: 4\n",
    )


def publish(folder: Path, counts: Any = COUNTS, targets: tuple[str, ...] = TARGETS) -> Path:
    """A folder for DATA_MIRROR that holds the counts, and the file that describes them."""
    folder.mkdir()
    np.save(folder / "counts.npy", counts)
    described = {
        "title": "Tiny answers",
        "targets": list(targets),
        "licence": "CC BY-NC-SA 4.0",
        "terms": "https://example.org/terms",
        "citation": "Somebody, 2019",
        "home": "https://example.org/home",
        "file": {
            "name": "counts.npy",
            "sha256": files.sha256(folder / "counts.npy"),
            "size": (folder / "counts.npy").stat().st_size,
            "urls": ["http://127.0.0.1:9/counts.npy"],  # the discard port: refused at once
        },
    }
    path = folder / "answers.yaml"
    path.write_text(yaml.safe_dump({"answers": {"tiny": described}}), encoding="utf-8")
    return path
