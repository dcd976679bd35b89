"""A small evaluation on disk, as `stages.evaluate` writes it: two kinds, four strategies."""

import copy
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from stages.core import files
from stages.results.evaluation import confusion_figure
from stages.statistics import Estimate
from stages.tables import evaluate as tables
from stages.tables.evaluate import (
    Accuracy,
    Cell,
    ClassScores,
    ConfusedPair,
    Metrics,
    ReferenceTest,
    Statistic,
    UnmappedClass,
    UnmappedHandling,
)
from stages.tables.table import Row, Table

NASTY = 'a|b <i>"c" *d*'

# strategy: kind, accuracy, low, high, dev, dev low, dev high, macro F1, answered
STRATEGIES: dict[str, tuple[str, float, float, float, float, float, float, float, float]] = {
    "mean": ("zero_shot", 0.55, 0.519, 0.5806, 0.57, 0.55, 0.59, 0.54, 1.0),
    "sum": ("zero_shot", 0.56, 0.529, 0.5905, 0.52, 0.50, 0.54, 0.51, 1.0),
    NASTY: ("zero_shot", 0.2, 0.1764, 0.2259, 0.19, 0.17, 0.21, 0.18, 0.25),
    "lda": ("supervised", 0.83, 0.8055, 0.852, 0.82, 0.80, 0.84, 0.83, 1.0),
}
CLASSES = {"cat": 0.25, "deer": 0.0, "ship": 0.75}
CELLS = [
    Cell("cat", "cat", 10, 0.2),
    Cell("cat", "ship", 25, 0.5),
    Cell("cat", "rejected", 15, 0.3),
    Cell("ship", "cat", 10, 0.2),
    Cell("ship", "deer", 0, 0.0),
]
TESTS = [
    ReferenceTest("zero_shot", NASTY, "mean", -0.35, -0.38, -0.32, 10, 360, 1e-9, 2e-9, "worse"),
    ReferenceTest(
        "zero_shot", "sum", "mean", 0.01, -0.01, 0.03, 60, 50, 0.4, 0.4, "not distinguishable"
    ),
]
STATISTICS = [
    Statistic("zero_shot", "mean", "ece", 0.0712, 0.05, 0.09, labels_used=False),
    Statistic("zero_shot", "mean", "temperature", 1.5, None, None, labels_used=True),
]
HANDLINGS = [
    UnmappedHandling(
        "zero_shot", "mean", "ignore", "wide", "logits", "mean",
        0.5, 0.7, 0.4, 0.57, 0.0, 0.0, 0.0,
    )
]  # fmt: skip
PINS = r"""# compiled
numpy==2.4.6 ; python_full_version < '3.12' \
    --hash=sha256:aa11 \
    --hash=sha256:bb22
    # via scipy
numpy==2.5.5 ; python_full_version >= '3.12' \
    --hash=sha256:cc33
scikit-learn==1.9.1 \
    --hash=sha256:dd44
scipy==1.17.1
"""
RUN: dict[str, Any] = {
    "weights": {
        "title": "ResNet-50, quantised",
        "architecture": "resnet50",
        "file": "r50.pth",
        "sha256": "aa11",
        "licence": "non-commercial",
        "notice": "Uses Some Work, https://example.org/work, under its licence",
    },
    "input": {
        "dataset": {
            "title": "CIFAR-10, a part",
            "licence": "none stated",
            "citation": "Krizhevsky 2009",
            "images_sha256": {"train": "bb22", "test": "cc33"},
        },
        "size": 224,
        "interpolation": "bilinear",
        "crop": "none",
        "tensors_sha256": {"train": "dd44", "test": "ee55"},
    },
    "backend": "openvino",
    "device": {"kind": "cpu", "model": "Some CPU"},
    "precision": "float32",
    "versions": {"openvino": "2026.4", "numpy": "2.4"},
}


def write_table(root: Path, table: Table[Row], rows: Iterable[Row], **names: str) -> None:
    """A file as its stage writes it, under root."""
    table.write(root / table.path(**names), rows, 10)


def write_evaluation(
    root: Path, backbone: str, run: dict[str, Any] = RUN, strategies: Any = STRATEGIES
) -> None:
    """metrics/ and plots/ of one backbone under root."""
    name = {"backbone": backbone}
    for strategy, (kind, accuracy, low, high, dev, *_, f1, answered) in strategies.items():
        metrics = Metrics(
            **dict.fromkeys((field.name for field in fields(Metrics)), 0.5)
            | {
                "accuracy": accuracy, "accuracy_low": low, "accuracy_high": high,
                "dev_accuracy": dev, "macro_f1": f1, "answered_share": answered,
            }
        )  # fmt: skip
        path = tables.METRICS.path(**name, kind=kind, strategy=strategy)
        tables.METRICS.write(root / path, metrics, 10)
        write_table(root, tables.CONFUSION, CELLS, **name, strategy=strategy)
        files.write_text(root / "plots/figures" / backbone / confusion_figure(strategy), "<svg/>\n")
    for topic in ("accuracy", "per_class"):
        files.write_text(root / "plots/figures" / backbone / f"{topic}.svg", "<svg/>\n")
    accuracies = [Accuracy(row[0], strategy, *row[1:7]) for strategy, row in strategies.items()]
    write_table(root, tables.ACCURACY, accuracies, **name)
    scores = [
        ClassScores(strategy, row[0], target, score, score, score, 50)
        for strategy, row in strategies.items()
        for target, f1 in CLASSES.items()
        for score in [Estimate(f1, f1 / 2, (1 + f1) / 2)]
    ]
    write_table(root, tables.PER_CLASS, scores, **name)
    write_table(root, tables.STATISTICS, [*STATISTICS, *macro_f1_rows(strategies)], **name)
    write_table(root, tables.SIGNIFICANCE, TESTS, **name)
    write_table(root, tables.PAIRS, [], **name)
    write_table(root, tables.POLICIES, HANDLINGS, **name)
    unmapped = UnmappedClass("wide", "cat", "fox squirrel", 335, 40, 0.1)
    write_table(root, tables.UNMAPPED, [unmapped], **name)
    confused = ConfusedPair("zero_shot", "mean", "cat", "ship", 100, 0.5)
    write_table(root, tables.CONFUSED, [confused], **name)
    write_table(root, tables.LISTS, [], **name)
    provenance = {
        "train": run, "test": run,
        "images": {"train": 4000, "test": 1000}, "targets": list(CLASSES), "confidence": 0.95,
    }  # fmt: skip
    files.write_json(root / f"plots/provenance/{backbone}.json", provenance)


def macro_f1_rows(strategies: Any) -> list[Statistic]:
    """Rows of plots/statistics: each macro F1 with limits .02 away."""
    return [
        Statistic(kind, name, "macro_f1", f1, round(f1 - 0.02, 4), round(f1 + 0.02, 4), False)
        for name, (kind, *_, f1, _answered) in strategies.items()
    ]


def run_with(**weights: str) -> dict[str, Any]:
    """The provenance RUN with another network."""
    run = copy.deepcopy(RUN)
    run["weights"] |= weights
    return run


def write_params(root: Path, *backbones: str) -> None:
    """A params.yaml with the two values that the report needs."""
    listed = "".join(f"  - {name}\n" for name in backbones)
    text = f"backbones:\n{listed}targets: cifar10\nevaluate:\n  digits: 4\n  confidence: 0.95\n"
    files.write_text(root / "params.yaml", text)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one evaluated backbone, r50, as the working folder."""
    monkeypatch.chdir(tmp_path)
    files.write_text(tmp_path / "requirements.txt", PINS)
    write_params(tmp_path, "r50")
    problem = Path("stages/vocabulary/cifar10.yaml")
    text = (Path(__file__).parents[2] / problem).read_text(encoding="utf-8")
    files.write_text(tmp_path / problem, text)
    write_evaluation(tmp_path, "r50")
    return tmp_path
