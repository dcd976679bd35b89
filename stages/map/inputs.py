"""Reads the inputs of the map stage and checks that they fit together; it reads no test label."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from .. import vocabulary
from ..core import arrays, checksums, params, paths, shards
from ..core.errors import DataError, ParamsError
from .evidence import Evidence, Knowledge
from .groups import FOLDER, Groups
from .habit import Habit, measure_habits
from .lists import find_list
from .options import GroupOptions, StrategyOptions
from .views import SideBySide

SYNTHETIC = "synthetic.safetensors"  # beside train and test, where `infer` computed the logits


def read_ensemble(
    networks: Sequence[str], targets: str, strategies: Mapping[str, StrategyOptions]
) -> Evidence:
    """The evidence of one network, or of several as an ensemble, which saw the same images."""
    views = [read_evidence(network, targets, strategies) for network in networks]
    if len(views) == 1:
        return views[0]
    pictures = [_images_of(network) for network in networks]
    for network, shown in zip(networks, pictures, strict=True):
        if shown != pictures[0]:
            raise DataError(
                f"{paths.logits(network)} has logits of other images than those of {networks[0]}; "
                "an ensemble needs the same. Run: dvc repro infer"
            )
    return Evidence(
        views[0].knowledge,
        SideBySide([view.train for view in views]),
        views[0].train_labels,
        SideBySide([view.test for view in views]),
        tuple(view.knowledge for view in views),
    )


def _images_of(network: str) -> Any:
    """What a network was shown: SHA-256 of each split's images."""
    about = arrays.read_provenance(network, "test", "input.dataset.images_sha256")
    return about["input"]["dataset"]["images_sha256"]


def read_evidence(
    backbone: str, targets: str, strategies: Mapping[str, StrategyOptions]
) -> Evidence:
    """Logits of one network, training labels, and what is known without images (`Knowledge`)."""
    checksums.check_folder(paths.logits(backbone))
    knowledge = replace(
        read_knowledge(targets, strategies.values()), habits=read_habits(paths.logits(backbone))
    )
    place = arrays.find_labels(backbone, "train")
    checksums.check_file(place)
    train, test = (arrays.read_logits(backbone, split) for split in ("train", "test"))
    problem = vocabulary.problem(targets)
    _check_classes(problem, backbone)
    labels = problem.read_labels(place)
    if len(labels) != len(train):
        raise DataError(
            f"{place} has {len(labels)} labels, but there are logits of "
            f"{len(train)} training images. Run: dvc repro"
        )
    return Evidence(knowledge, train, labels, test)


def _check_classes(problem: vocabulary.Problem, backbone: str) -> None:
    """Where pictures lay in folders of classes, these must be the problem's, in its order."""
    dataset = arrays.read_provenance(backbone, "test").get("input", {}).get("dataset", {})
    for part in (dataset, *dataset.get("parts", {}).values()):
        if "classes" in part:
            problem.check_classes(part["dataset"], tuple(part["classes"]))


def read_habits(folder: Path) -> dict[str, Habit]:
    """By kind of synthetic picture, from a folder of logits; none where they were not computed."""
    path = folder / SYNTHETIC
    if not shards.is_there(path):
        return {}
    logits, made_by = shards.read(path, "dvc repro -f infer")
    arrays.check_provenance(path, made_by, ["pictures"])
    kinds = dict(made_by["pictures"])
    if sum(kinds.values()) != len(logits):
        raise DataError(f"{path} has other pictures than it says. Run: dvc repro -f infer")
    return measure_habits(logits, kinds)


def hash_logits(backbone: str) -> dict[str, str]:
    """SHA-256 of each file of logits, as `read_evidence` has just compared them."""
    return checksums.read(paths.logits(backbone) / checksums.NAME)


def hash_list(options: StrategyOptions) -> str | None:
    """SHA-256 of the class list that the options name; None for a method without a list."""
    if not isinstance(options, GroupOptions):
        return None
    return checksums.sha256(FOLDER / f"{options.groups}.yaml")


def read_knowledge(targets: str, strategies: Iterable[StrategyOptions]) -> Knowledge:
    """Class names, WordNet, and the lists of stages/map/groups that the strategies use."""
    names = {options.groups for options in strategies if isinstance(options, GroupOptions)}
    return Knowledge(
        imagenet=vocabulary.imagenet(),
        targets=vocabulary.targets(targets),
        wordnet=vocabulary.wordnet(),
        groups=read_lists(targets, sorted(names)),
    )


def require_stage(ensemble: str, networks: Sequence[str]) -> None:
    """ParamsError where DVC does not know which logits an ensemble needs."""
    stages = yaml.safe_load(paths.PIPELINE.read_text(encoding="utf-8"))["stages"]
    deps = stages.get(params.name_stage("map", ensemble), {}).get("deps", [])
    if not {str(paths.logits(network)) for network in networks} <= set(deps):
        raise ParamsError(
            f"{paths.PIPELINE} does not name the logits of {', '.join(networks)} for {ensemble}, "
            "as params.yaml does. Run: python -m tools.ensembles"
        )


def read_lists(targets: str, names: Iterable[str]) -> Mapping[str, Groups]:
    """Lists of stages/map/groups by name; ParamsError for one by hand for another problem."""
    lists = {}
    for name in names:
        groups = find_list(name, targets)
        if groups is None:
            path = paths.from_here(FOLDER / f"{name}.yaml")
            raise ParamsError(
                f"{path} is a list by hand for another problem, not for {targets}; allowed: a list "
                f"whose header says `targets: {targets}`, or one by rule."
            )
        lists[name] = groups
    return lists
