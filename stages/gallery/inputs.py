"""Reads and checks the inputs: pixels, labels, logits and predictions of the same images."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import vocabulary
from ..core import arrays, checksums, files, params, paths, strict_yaml
from ..core.arrays import Images, Labels, Logits, Scores
from ..core.errors import DataError, ParamsError, shown
from ..preprocess.pictures import Pictures, open_pictures
from ..preprocess.recipe import Resizing
from .params import GalleryParams

BY_BACKBONE = (paths.logits, paths.scores, paths.mappings)
RESIZED = ("input.size", "input.interpolation", "input.crop")
OF_WEIGHTS = ("weights.title", "weights.notice", "weights.mean", "weights.std")
NEEDED = ("backbone", "input.dataset.title", *OF_WEIGHTS, *RESIZED)


@dataclass(frozen=True)
class GalleryImages:
    """N test images with labels, logits and, by strategy, `predictions` (N,) in [−1, K)."""

    pictures: Pictures  # of the network's input size, not normalised
    labels: Labels
    logits: Logits
    predictions: dict[str, NDArray[np.int64]]
    targets: tuple[str, ...]
    weights: dict[str, Any]  # provenance of the network: title, notice, mean, std
    source: str  # of the images, as a page names them


def read_gallery_images(chosen: GalleryParams) -> GalleryImages:
    """Read the test images and their results; DataError if these do not fit together.

    All that the stage reads is compared with its checksums first.
    """
    backbone = chosen.backbone
    if backbone not in params.load_backbones():
        raise _unknown("backbone", backbone, params.load_backbones())
    for folder in (paths.IMAGES, *(f(backbone) for f in BY_BACKBONE)):
        checksums.check_folder(folder)
    checksums.check_file(paths.labels("test"))
    made_by = arrays.read_provenance(backbone, "test", *NEEDED)
    pictures = open_pictures(lambda _: _resizing_of(made_by), f"backbone {backbone!r}")
    scores = _read_scores(paths.scores(backbone) / "test", chosen.strategies)
    targets, problem = (
        next(iter(scores.values())).targets,
        vocabulary.problem(params.load_targets()),
    )
    problem.check_names(paths.scores(backbone), targets)
    gallery = GalleryImages(
        pictures=pictures,
        labels=problem.read_labels(paths.labels("test")),
        logits=np.asarray(arrays.read_logits(backbone, "test")),
        predictions={name: score.predictions for name, score in scores.items()},
        targets=targets,
        weights=made_by["weights"],
        source=problem.source or made_by["input"]["dataset"]["title"],
    )
    _check_lengths(gallery)
    return gallery


def _resizing_of(made_by: dict[str, Any]) -> Resizing:
    """How the pictures of some logits were resized."""
    given = {key: made_by["input"][key] for key in Resizing.model_fields}
    return files.validate_content(
        paths.logits(made_by["backbone"]), given, Resizing, "dvc repro -f infer"
    )


@dataclass(frozen=True)
class Originals:
    """All images as the data set contains them, and all strategies' scores of the test images."""

    train: Images
    test: Images
    strategies: dict[str, Scores]


def read_originals(backbone: str, images: int) -> Originals:
    """The images and all scores; images: the expected number of test images, else DataError."""
    folder = paths.scores(backbone) / "test"
    originals = Originals(
        arrays.read_images(paths.images("train")),
        arrays.read_images(paths.images("test")),
        {path.stem: arrays.read_scores(path) for path in sorted(folder.glob("*.npz"))},
    )
    if len(originals.test) != images:
        raise DataError(
            f"{paths.images('test')} has {len(originals.test)} images, {paths.TENSORS} has "
            f"{images}. Run: dvc repro"
        )
    return originals


@dataclass(frozen=True)
class ClassList:
    """The class list of one strategy: the targets, in [0, K), of each ImageNet class."""

    strategy: str
    title: str
    targets_of: dict[int, tuple[int, ...]]  # by index of the class; unmapped classes are left out


def read_list(backbone: str, strategy: str, targets: tuple[str, ...]) -> ClassList:
    """The list that `map` wrote; ParamsError for a strategy without one."""
    folder = paths.mappings(backbone)
    with_list = sorted(path.stem for path in folder.glob("*.json"))
    if not with_list:
        raise DataError(f"{folder} holds no list of classes. Run: dvc pull, or: dvc repro map")
    if strategy not in with_list:
        raise _unknown("opens_with", strategy, with_list)
    path = folder / f"{strategy}.json"
    content = files.read_json(path)
    try:
        title, made_for = str(content["title"]), tuple(content["targets"])
        groups = [[int(member["index"]) for member in content["groups"][name]] for name in made_for]
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is damaged ({error!r}). Run: dvc repro -f map") from error
    if made_for != targets:
        raise DataError(f"{path} was made for other targets than the scores. Run: dvc repro map")
    targets_of: dict[int, tuple[int, ...]] = {}
    for number, group in enumerate(groups):
        for index in group:
            targets_of[index] = (*targets_of.get(index, ()), number)
    return ClassList(strategy, title, targets_of)


def _read_scores(folder: Path, strategies: Sequence[str]) -> dict[str, arrays.Scores]:
    names = sorted(path.stem for path in folder.glob("*.npz"))
    if not names:
        raise DataError(f"{folder} holds no strategy. Run: dvc pull, or: dvc repro map")
    for place, name in enumerate(strategies):
        if name not in names:
            raise _unknown(("strategies", place), name, names)
    return {name: arrays.read_scores(folder / f"{name}.npz") for name in strategies}


def _check_lengths(gallery: GalleryImages) -> None:
    """DataError unless there is one label, one row of logits and one prediction for each image."""
    lengths = {
        "images": gallery.pictures.count("test"),
        "labels": len(gallery.labels),
        "logits": len(gallery.logits),
        **{name: len(predictions) for name, predictions in gallery.predictions.items()},
    }
    if len(set(lengths.values())) > 1:
        counts = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise DataError(f"the test images differ in number: {counts}. Run: dvc repro")


def _unknown(key: str | tuple[str, int], name: str, allowed: Sequence[str]) -> ParamsError:
    place = ("gallery", *((key,) if isinstance(key, str) else key))
    where = strict_yaml.read(paths.PARAMS).where(place)
    dotted = ".".join(map(str, place))
    return ParamsError(f"{where}: {dotted} is {shown(name)}; allowed: {', '.join(allowed)}.")
