"""Reads labels, logits, scores and metrics of a checkout, by path, and compares two of them."""

from collections.abc import Callable, Mapping, Sequence
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

    members: Mapping[str, Sequence[str]]  # of each network and ensemble; of a network, itself
    labels: Mapping[Path, Labels]
    logits: Mapping[Path, Logits]
    made_by: Mapping[Path, Mapping[str, Any]]  # the provenance of the logits
    scores: Mapping[Path, Scores]
    mapped_with: Mapping[Path, Mapping[str, Any]]  # the libraries and kernels for the scores
    metrics: Mapping[Path, Mapping[str, float]]

    def count_images(self, network: str) -> dict[str, int]:
        """The number of images of dev and of test."""
        return {
            path.parent.name: len(scores.predictions)
            for path, scores in self.scores.items()
            if path.parts[2] == network
        }


def read_contents(root: Path, title: str) -> CopyContents:
    """Read all networks of that checkout's params.yaml; an error begins with `title`."""
    try:
        with chdir(root):
            return _read()
    except StageError as error:
        raise DataError(f"{title}: {error}") from error


def _read() -> CopyContents:
    networks, splits = params.load_networks(), get_args(paths.Split)
    stored = params.load_stored()
    logits = {
        name: [
            (shown, path)
            for shown in get_args(paths.Shown)
            for path in [_logits_path(name, shown)]
            # of a network whose logits came from elsewhere, there may be no synthetic pictures
            if shown in splits or shards.is_there(path)
        ]
        for name in stored
    }
    scores = {
        path: arrays.read_scores(path)
        for name in networks
        for path in sorted(paths.scores(name).glob("*/*.npz"))
    }
    scored = {path.parts[2] for path in scores}
    if empty := [paths.scores(name) for name in networks if name not in scored]:
        raise DataError(f"{empty[0]} is empty. Run: dvc repro report, or: dvc pull")
    labels = dict.fromkeys(arrays.find_labels(name, split) for name in stored for split in splits)
    problem = vocabulary.problem(params.load_targets())
    return CopyContents(
        members={name: params.load_members(name) for name in networks},
        labels={path: problem.read_labels(path) for path in labels},
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
            for path in (paths.scores(name) / paths.PROVENANCE for name in networks)
        },
        metrics={
            path: _read_metrics(path)
            for name in networks
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
        precisions = {copy.made_by[path].get("precision") for copy in (committed, now)}
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
    same = {network: others.isdisjoint(names) for network, names in committed.members.items()}

    def compare_scores(path: Path, before: Scores, after: Scores) -> list[Check]:
        return checks.compare_predictions(path, before, after, same[path.parts[2]])

    def compare_metrics(
        path: Path, before: Mapping[str, float], after: Mapping[str, float]
    ) -> list[Check]:
        network = path.parts[1]
        images = committed.count_images(network)
        return checks.compare_metrics(path, before, after, images, same[network])

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
