"""What the sheets show, read and checked: pixels, truth, logits and answers of the same images."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import arrays, files, params, paths, strict_yaml
from ..core.arrays import Images, Labels, Logits, Scores
from ..core.errors import DataError, ParamsError, shown
from .params import GalleryParams


@dataclass(frozen=True)
class Exhibits:
    """N test images with all that is known of them; `predictions` (N,) in [−1, K) by strategy."""

    images: Images  # as the network takes them, but not normalised yet
    labels: Labels
    logits: Logits
    predictions: dict[str, NDArray[np.int64]]
    targets: tuple[str, ...]
    weights: dict[str, Any]  # provenance of the network: title, notice, mean, std


def read_exhibits(chosen: GalleryParams) -> Exhibits:
    """Read the test images and what was made of them; an error where one does not fit another."""
    backbone = chosen.backbone
    if backbone not in params.load_backbones():
        raise _unknown("backbone", backbone, params.load_backbones())
    scores = _read_scores(paths.scores(backbone) / "test", chosen.strategies)
    targets = next(iter(scores.values())).targets
    found = Exhibits(
        images=arrays.read_images(paths.tensors("test")),
        labels=arrays.read_labels(paths.labels("test"), len(targets)),
        logits=arrays.read_logits(backbone, "test"),
        predictions={name: score.predictions for name, score in scores.items()},
        targets=targets,
        weights=arrays.read_provenance(backbone, "test")["weights"],
    )
    _check_lengths(found)
    return found


@dataclass(frozen=True)
class Originals:
    """All images as CIFAR-10 has them, and what every strategy says of the test images."""

    train: Images
    test: Images
    strategies: dict[str, Scores]


def read_originals(backbone: str, images: int) -> Originals:
    """The images and all scores; DataError unless there are so many test images."""
    folder = paths.scores(backbone) / "test"
    found = Originals(
        arrays.read_images(paths.images("train")),
        arrays.read_images(paths.images("test")),
        {path.stem: arrays.read_scores(path) for path in sorted(folder.glob("*.npz"))},
    )
    if len(found.test) != images:
        raise DataError(
            f"{paths.images('test')} has {len(found.test)} images, {paths.tensors('test')} has "
            f"{images}. Run: dvc repro"
        )
    return found


@dataclass(frozen=True)
class ClassList:
    """The list behind one strategy: which targets an ImageNet class stands for, by their places."""

    strategy: str
    title: str
    stands_for: dict[int, tuple[int, ...]]  # by index of the class; most stand for none


def read_list(backbone: str, strategy: str, targets: tuple[str, ...]) -> ClassList:
    """The list as `map` left it; ParamsError for a strategy without one."""
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
    stands_for: dict[int, tuple[int, ...]] = {}
    for number, group in enumerate(groups):
        for index in group:
            stands_for[index] = (*stands_for.get(index, ()), number)
    return ClassList(strategy, title, stands_for)


def _read_scores(folder: Path, strategies: Sequence[str]) -> dict[str, arrays.Scores]:
    known = sorted(path.stem for path in folder.glob("*.npz"))
    if not known:
        raise DataError(f"{folder} holds no strategy. Run: dvc pull, or: dvc repro map")
    for place, name in enumerate(strategies):
        if name not in known:
            raise _unknown(("strategies", place), name, known)
    return {name: arrays.read_scores(folder / f"{name}.npz") for name in strategies}


def _check_lengths(found: Exhibits) -> None:
    """DataError unless there is one label, one row of logits and one answer for each image."""
    lengths = {
        "images": len(found.images),
        "labels": len(found.labels),
        "logits": len(found.logits),
        **{name: len(answers) for name, answers in found.predictions.items()},
    }
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise DataError(f"the test images differ in number: {told}. Run: dvc repro")


def _unknown(key: str | tuple[str, int], name: str, known: Sequence[str]) -> ParamsError:
    place = ("gallery", *((key,) if isinstance(key, str) else key))
    where = strict_yaml.read(paths.PARAMS).where(place)
    dotted = ".".join(map(str, place))
    return ParamsError(f"{where}: {dotted} is {shown(name)}; allowed: {', '.join(known)}.")
