"""Reads labels, logits, scores and metrics of a checkout, by path, and compares two of them."""

from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import numpy as np

from stages import vocabulary
from stages.core import arrays, files, params, paths, shards
from stages.core.arrays import Labels, Logits, Scores
from stages.core.errors import DataError, StageError
from tools.verify import checks
from tools.verify.checks import Check

File = TypeVar("File")


@dataclass(frozen=True)
class CopyContents:
    """The data of a checkout that are compared; paths are relative to the checkout."""

    labels: Mapping[Path, Labels]
    logits: Mapping[Path, Logits]
    made_by: Mapping[Path, Mapping[str, Any]]  # the provenance of the logits
    scores: Mapping[Path, Scores]
    mapped_with: Mapping[Path, Mapping[str, Any]]  # the libraries and kernels for the scores
    metrics: Mapping[Path, Mapping[str, float]]

    @property
    def images(self) -> dict[str, int]:
        """The number of images of dev and of test."""
        return {
            "dev": len(self.labels[paths.labels("train")]),
            "test": len(self.labels[paths.labels("test")]),
        }


def read_contents(root: Path, title: str) -> CopyContents:
    """Read all backbones of that checkout's params.yaml; an error begins with `title`."""
    try:
        with chdir(root):
            return _read()
    except StageError as error:
        raise DataError(f"{title}: {error}") from error


def _read() -> CopyContents:
    backbones, splits = params.load_backbones(), get_args(paths.Split)
    logits = {
        name: [
            (shown, path)
            for shown in get_args(paths.Shown)
            for path in [_logits_path(name, shown)]
            # of a network whose logits came from elsewhere, there may be no synthetic pictures
            if shown in splits or shards.is_there(path)
        ]
        for name in backbones
    }
    scores = {
        path: arrays.read_scores(path)
        for name in backbones
        for path in sorted(paths.scores(name).glob("*/*.npz"))
    }
    if not scores:
        raise DataError(f"{paths.scores(backbones[0])} is empty. Run: dvc repro map, or: dvc pull")
    problem = vocabulary.problem(params.load_targets())
    return CopyContents(
        labels={p: problem.read_labels(p) for p in map(paths.labels, splits)},
        logits={
            p: np.asarray(arrays.read_logits(name, split))
            for name in logits
            for split, p in logits[name]
        },
        made_by={
            p: arrays.read_provenance(name, split) for name in logits for split, p in logits[name]
        },
        scores=scores,
        mapped_with={
            path: files.read_json(path)["arithmetic"]
            for path in (paths.scores(name) / paths.PROVENANCE for name in backbones)
        },
        metrics={
            path: _read_metrics(path)
            for name in backbones
            for path in sorted(paths.metrics(name).rglob("*.json"))
        },
    )


def _logits_path(backbone: str, split: paths.Shown) -> Path:
    return paths.logits(backbone) / f"{split}.safetensors"


def _read_metrics(path: Path) -> dict[str, float]:
    content = files.read_json(path)
    numbers = content.values() if isinstance(content, dict) else [None]
    if not all(isinstance(number, int | float) for number in numbers):
        raise DataError(f"{path} holds something else than names with numbers.")
    return {str(name): float(number) for name, number in content.items()}


def name_inputs(copy: CopyContents) -> list[str]:
    """The files that `compare_inputs` would compare."""
    return [path.as_posix() for path in (*copy.labels, *copy.logits)]


def compare_inputs(committed: CopyContents, now: CopyContents) -> list[Check]:
    """Compare true labels and logits, which only the images can give."""

    def compare_logits(path: Path, before: Logits, after: Logits) -> list[Check]:
        precisions = {copy.made_by[path]["precision"] for copy in (committed, now)}
        coarsest = "bfloat16" if "bfloat16" in precisions else "float32"
        return checks.compare_logits(path, before, after, coarsest)

    return [
        *_compare_files(committed.labels, now.labels, checks.compare_labels),
        *_compare_files(committed.logits, now.logits, compare_logits),
    ]


def compare_results(committed: CopyContents, now: CopyContents) -> list[Check]:
    """Compare the predictions of every strategy and every metric.

    If the logits are the same, they must be the same on any processor.
    """
    others = {
        path.parent.name
        for path, logits in committed.logits.items()
        if path not in now.logits or not np.array_equal(logits, now.logits[path])
    }

    def compare_scores(path: Path, before: Scores, after: Scores) -> list[Check]:
        return checks.compare_predictions(path, before, after, path.parts[2] not in others)

    def compare_metrics(
        path: Path, before: Mapping[str, float], after: Mapping[str, float]
    ) -> list[Check]:
        same = path.parts[1] not in others
        return checks.compare_metrics(path, before, after, committed.images, same)

    return [
        *_compare_files(committed.scores, now.scores, compare_scores),
        *_compare_files(committed.metrics, now.metrics, compare_metrics),
    ]


def _compare_files(
    committed: Mapping[Path, File],
    now: Mapping[Path, File],
    compare: Callable[[Path, File, File], list[Check]],
) -> list[Check]:
    results: list[Check] = []
    for path in sorted(committed.keys() | now.keys()):
        if path in committed and path in now:
            results += compare(path, committed[path], now[path])
        else:
            detail = "committed, but not there now" if path in committed else "not committed"
            results.append(checks.report_missing(path, path.parent.as_posix(), detail))
    return results
