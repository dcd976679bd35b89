"""Reads what is evaluated: the scores of all strategies of one backbone, and the labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ..core import arrays, checksums, files, paths
from ..core.arrays import REJECTED, Kind, Labels, Logits, Scores
from ..core.errors import DataError
from ..core.rows import in_chunks
from ..vocabulary import Problem
from .probability import normalise_log


@dataclass(frozen=True)
class StrategyScores:
    """One strategy: its kind, and its scores of the dev and of the test images."""

    name: str
    kind: Kind
    dev: Scores  # of N_dev images
    test: Scores  # of N_test images


@dataclass(frozen=True)
class Predictions:
    """All strategies of one backbone, sorted by kind and name, and the true labels."""

    targets: tuple[str, ...]  # K names
    dev_labels: Labels  # (N_dev,), of the training images
    test_labels: Labels  # (N_test,)
    strategies: tuple[StrategyScores, ...]

    @property
    def chosen_on(self) -> paths.Scored:
        """The images by which strategies are chosen, and lists mended: dev, or test without dev."""
        return "dev" if len(self.dev_labels) else "test"

    @property
    def choice_labels(self) -> Labels:
        """The labels of these images."""
        return self.dev_labels if self.chosen_on == "dev" else self.test_labels

    def choice_of(self, strategy: StrategyScores) -> Scores:
        """The scores of these images."""
        return strategy.dev if self.chosen_on == "dev" else strategy.test


@dataclass(frozen=True)
class Top1:
    """The network's top-1 class of each image: int64 in [0, 1000)."""

    choice: NDArray[np.int64]  # of the images of `Predictions.chosen_on`
    test: NDArray[np.int64]  # (N_test,)


def read_members(backbone: str) -> tuple[str, ...]:
    """The networks whose logits `map` read: those of an ensemble, or the one of this name."""
    path = paths.scores(backbone) / paths.PROVENANCE
    members = files.read_map(path).get("members", [backbone])
    names = members if isinstance(members, list) else []
    if not names or not all(isinstance(name, str) for name in names):
        raise DataError(f"{path}: members are no names of networks. Run: dvc repro -f -s map")
    return tuple(names)


def read_predictions(backbone: str, problem: Problem) -> Predictions:
    """Read data/scores/<backbone> and the labels; DataError where one does not fit another.

    All that the stage reads is compared with its checksums first.
    """
    checksums.check_folder(paths.scores(backbone))
    members = read_members(backbone)
    for folder in (paths.mappings(backbone), *map(paths.logits, members)):
        checksums.check_folder(folder)
    places = {split: arrays.find_labels(members[0], split) for split in get_args(paths.Split)}
    for place in places.values():
        checksums.check_file(place)
    found = {side: _read_scores(paths.scores(backbone) / side) for side in get_args(paths.Scored)}
    dev, test = found["dev"], found["test"]
    targets = check_agreement(paths.scores(backbone), dev, test)
    problem.check_names(paths.scores(backbone), targets)
    labels = {
        "dev": problem.read_labels(places["train"]),
        "test": problem.read_labels(places["test"]),
    }
    for side, by_name in found.items():
        for name, scores in by_name.items():
            check_fit(paths.scores(backbone) / side / f"{name}.npz", scores, len(labels[side]))
    if not len(labels["test"]):
        raise DataError(f"{places['test']} has no label of a test image. Run: dvc repro -f")
    strategies = [StrategyScores(name, test[name].kind, dev[name], test[name]) for name in test]
    order = get_args(Kind)
    strategies.sort(key=lambda strategy: (order.index(strategy.kind), strategy.name))
    return Predictions(targets, labels["dev"], labels["test"], tuple(strategies))


def read_top1(backbone: str, predictions: Predictions) -> Top1:
    """Top-1 classes from data/logits; ties: lowest index; DataError for other images.

    Of an ensemble, the class with the largest product of its networks' probabilities.
    """
    dev = _read_top1(backbone, "train", len(predictions.dev_labels))
    test = _read_top1(backbone, "test", len(predictions.test_labels))
    return Top1(dev if predictions.chosen_on == "dev" else test, test)


def check_agreement(
    folder: Path, dev: dict[str, Scores], test: dict[str, Scores]
) -> tuple[str, ...]:
    """The targets that all files share; DataError if the files are from different runs of `map`."""
    if not test:
        raise DataError(f"{folder}/test holds no strategy. Run: dvc pull, or: dvc repro map")
    if lone := sorted(dev.keys() ^ test.keys()):
        side = "test" if lone[0] in dev else "dev"
        raise DataError(f"{folder}/{side}/{lone[0]}.npz is missing. Run: dvc repro -f map")
    first, targets = next((name, scores.targets) for name, scores in sorted(test.items()))
    for side, strategies in (("dev", dev), ("test", test)):
        for name, scores in strategies.items():
            if scores.targets != targets:
                raise DataError(
                    f"{folder}/{side}/{name}.npz has the targets {', '.join(scores.targets)}, "
                    f"but test/{first}.npz has {', '.join(targets)}. Run: dvc repro -f map"
                )
            if scores.kind != test[name].kind:
                raise DataError(
                    f"{folder}: dev/{name}.npz is {scores.kind}, test/{name}.npz is "
                    f"{test[name].kind}. Run: dvc repro -f map"
                )
    return targets


def check_fit(path: Path, scores: Scores, images: int) -> None:
    """DataError unless there is one prediction in [−1, K) for each labelled image, if any."""
    predictions = scores.predictions
    if len(predictions) != images:
        raise DataError(
            f"{path} speaks of {len(predictions)} images, the labels of {images}. "
            "Run: dvc repro -f map"
        )
    if images and (predictions.min() < REJECTED or predictions.max() >= len(scores.targets)):
        raise DataError(
            f"{path} predicts {predictions.min()} to {predictions.max()}; allowed: {REJECTED} "
            f"(rejected) to {len(scores.targets) - 1}. Run: dvc repro -f map"
        )


def _read_top1(backbone: str, split: paths.Split, images: int) -> NDArray[np.int64]:
    networks = read_members(backbone)
    views = [arrays.read_logits(network, split) for network in networks]
    for network, logits in zip(networks, views, strict=True):
        if len(logits) != images:
            raise DataError(
                f"{paths.logits(network) / split}.safetensors has logits of {len(logits)} images, "
                f"but there are labels of {images}. Run: dvc repro"
            )
    parts = [_pool(several).argmax(axis=1) for several in zip(*map(in_chunks, views), strict=True)]
    return np.concatenate([np.empty(0, np.int64), *parts])


def _pool(logits: Sequence[Logits]) -> NDArray[np.floating]:
    """Σ ln p (N, S) of several networks; of one, its logits."""
    if len(logits) == 1:
        return logits[0]
    return np.asarray(sum(normalise_log(one.astype(np.float64)) for one in logits))


def _read_scores(folder: Path) -> dict[str, Scores]:
    return {path.stem: arrays.read_scores(path) for path in sorted(folder.glob("*.npz"))}
