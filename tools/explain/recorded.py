"""Reads the files that earlier stages wrote to data/; `dvc pull` fetches all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stages import vocabulary
from stages.core import arrays, checksums, files, formats, params, paths, shards
from stages.core.arrays import Labels, Logits, Members, Scores
from stages.core.errors import DataError, ParamsError
from stages.map.habit import Habit
from stages.map.inputs import read_habits
from stages.map.left_out import FITTED, leave_out, leave_out_unfit
from stages.map.options import GroupOptions, StrategyOptions
from stages.map.params import MapParams
from stages.map.reduction import Of
from stages.map.strategies.groups import Options

IMAGES: dict[paths.Scored, paths.Split] = {"dev": "train", "test": "test"}  # dev: training images

AGAIN = "dvc repro --pull --allow-missing report"  # after an edit of params.yaml


@dataclass(frozen=True)
class ListUsed:
    """The list of a strategy as it was applied, that is, after `reassign`."""

    label: str
    reasons: tuple[dict[int, str], ...]  # for each target: class → the reason for it

    @property
    def members(self) -> Members:
        """ImageNet indices for each target."""
        return tuple(tuple(group) for group in self.reasons)


@dataclass(frozen=True)
class WeightsUsed:
    """Scores = x · weights (S, K) + bias (K,), where x are logits or probabilities."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    of: Of


@dataclass(frozen=True)
class StrategyRecord:
    """One strategy's scores of all images, with its options, list and weights."""

    name: str
    options: StrategyOptions
    scores: Scores
    list_used: ListUsed | None
    weights_used: WeightsUsed | None


@dataclass(frozen=True)
class Record:
    """All results in data/ for the dev or the test images of one network."""

    backbone: str
    scored: paths.Scored
    logits: Logits
    targets: tuple[str, ...]
    strategies: tuple[StrategyRecord, ...]  # in the order of params.yaml
    labels: Labels | None  # None if they were not fetched
    habits: Mapping[str, Habit] = field(default_factory=dict)  # of the network, by kind of picture

    @cached_property
    def usual(self) -> NDArray[np.float64]:
        """(S,): mean of each logit over the images, centred by image."""
        means = self.logits.mean(axis=0, dtype=np.float64)
        return np.asarray(means - means.mean())


def read_record(backbone: str, scored: paths.Scored) -> Record:
    """Read all results; DataError if a file is missing or belongs to no strategy in params.yaml."""
    listed = params.load_section("map", MapParams).strategies
    chosen = leave_out_unfit(listed, params.load_targets(), [backbone])
    logits = read_logits(backbone, scored)
    if not len(arrays.read_logits(backbone, "train")):
        chosen = leave_out(chosen, FITTED)
    if not len(logits):
        raise ParamsError("the data set has no training images. Look at others: --split test")
    folder = require(paths.scores(backbone) / scored)
    left_over = {path.stem for path in folder.glob("*.npz")} - chosen.keys()
    if left_over:
        raise DataError(
            f"{folder}/{min(left_over)}.npz is of no strategy in params.yaml. Run: {AGAIN}"
        )
    checksums.check_folder(paths.scores(backbone))
    checksums.check_folder(require(paths.mappings(backbone)))
    strategies = tuple(
        _read_strategy(backbone, folder / f"{name}.npz", options, len(logits))
        for name, options in chosen.items()
    )
    targets = strategies[0].scores.targets
    there = arrays.find_labels(backbone, IMAGES[scored]).exists()
    labels = read_labels(backbone, scored, len(logits)) if there else None
    habits = read_habits(paths.logits(backbone))
    return Record(backbone, scored, logits, targets, strategies, labels, habits)


def _read_strategy(
    backbone: str, path: Path, options: StrategyOptions, images: int
) -> StrategyRecord:
    if not path.exists():
        raise DataError(f"{path} is missing. Run: dvc pull, or, if params.yaml is new: {AGAIN}")
    scores = arrays.read_scores(path)
    if len(scores.predictions) != images:
        raise DataError(
            f"{path} has scores of {len(scores.predictions)} images, but there are {images}. "
            f"Run: {AGAIN}"
        )
    mapping = paths.mappings(backbone) / path.stem
    return StrategyRecord(
        path.stem,
        options,
        scores,
        _read_list(mapping.with_suffix(".json"), options),
        _read_weights(mapping.with_suffix(".npz")),
    )


def _read_list(path: Path, options: StrategyOptions) -> ListUsed | None:
    """The groups that `mappings.write_mapping` wrote, or None for a strategy without a list."""
    if not isinstance(options, GroupOptions):
        return None
    content = files.read_json(require(path))
    grown = isinstance(options, Options) and options.unmapped == "reassign"
    try:
        return ListUsed(
            f"{content['name']}{' reassigned' if grown else ''}",
            tuple(
                {int(row["index"]): str(row["reason"]) for row in content["groups"][target]}
                for target in content["targets"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is damaged ({error!r}). Run: dvc repro -f map") from error


def _read_weights(path: Path) -> WeightsUsed | None:
    if not path.exists():
        return None  # not every strategy is linear
    content = formats.read_npz(path, "dvc repro -f map")
    try:
        weights = formats.take(content, "weights", np.float32, 2)
        bias = formats.take(content, "bias", np.float32, 1)
        of: Of = (
            "logits"
            if str(formats.take(content, "of", np.str_, 0)) == "logits"
            else "probabilities"
        )
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f map") from error
    return WeightsUsed(weights, bias, of)


def choose_backbone(asked: str | None) -> str:
    """The network that the user asks for, else the first of params.yaml; ParamsError if unknown."""
    listed = params.load_stored()
    if asked is not None and asked not in listed:
        raise ParamsError(f"there is no backbone {asked!r}; allowed: {', '.join(listed)}.")
    return asked or listed[0]


def require(path: Path) -> Path:
    """The path itself; DataError if nothing is there."""
    if not path.exists():
        raise DataError(f"{path} is missing. Run: dvc pull")
    return path


def read_logits(backbone: str, scored: paths.Scored) -> Logits:
    """float32 (N, S) of the dev (training) or of the test images."""
    split = IMAGES[scored]
    path = paths.logits(backbone) / f"{split}.safetensors"
    if not shards.is_there(path):
        require(path)
    checksums.check_folder(paths.logits(backbone))
    return np.asarray(arrays.read_logits(backbone, split))


def read_labels(backbone: str, scored: paths.Scored, images: int) -> Labels:
    """int64 (N,) in [0, K); DataError unless there is one for each of the images."""
    path = require(arrays.find_labels(backbone, IMAGES[scored]))
    checksums.check_file(path)
    labels = vocabulary.problem(params.load_targets()).read_labels(path)
    if len(labels) != images:
        raise DataError(
            f"{path} has {len(labels)} labels, but there are logits of {images} images. "
            "Run: dvc pull"
        )
    return labels
