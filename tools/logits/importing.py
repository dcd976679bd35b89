"""Writes logits and labels as `map` and `evaluate` read them, and hands them to DVC."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from stages import vocabulary
from stages.core import arrays, checksums, files, formats, params, paths, shards
from stages.core.arrays import IMAGENET_CLASSES, Labels, Logits
from stages.core.errors import DataError, ParamsError
from tools.logits.checks import to_labels, to_logits
from tools.logits.files import read_array


@dataclass(frozen=True)
class Asked:
    """The words typed; logits, labels: by split, files as `read_array` takes them."""

    name: str
    title: str
    images: str
    logits: Mapping[paths.Split, str | None]
    labels: Mapping[paths.Split, str | None]
    offset: int
    probabilities: bool


@dataclass(frozen=True)
class Split:
    """The logits and labels of some images, perhaps of none; type: of the numbers in the file."""

    logits: Logits
    labels: Labels
    file: str
    type: str


def read_split(asked: Asked, split: paths.Split) -> Split:
    """What was asked for, checked; DataError or ParamsError in one line."""
    word = asked.logits[split]
    if word is None:
        return Split(np.empty((0, IMAGENET_CLASSES), np.float32), np.empty(0, np.int64), "", "")
    values = read_array(word, "logits")
    logits = to_logits(values, word, asked.offset, probabilities=asked.probabilities)
    labels = _read_labels(asked, split, len(logits))
    return Split(logits, labels, word, str(values.dtype))


def _read_labels(asked: Asked, split: paths.Split, images: int) -> Labels:
    """The labels that were given, else those of the data set."""
    word = asked.labels[split]
    classes = len(vocabulary.problem(params.load_targets()).target_of)
    if word is not None:
        return to_labels(read_array(word, "labels"), word, images, classes)
    path = paths.labels(split)
    if path.exists():
        checksums.check_file(path)
    labels = np.array(formats.open_npy(path, "dvc pull"))
    if len(labels) != images:
        raise DataError(
            f"{asked.logits[split]} has {images} rows, and {path} has {len(labels)} labels, those "
            f"of the data set of params.yaml. If they are of other images, add: --labels-{split}"
        )
    return labels


def check_words(asked: Asked) -> None:
    """ParamsError for words that do not fit together."""
    known = paths.logits(asked.name)
    if asked.name in params.load_backbones() or (known.exists() and not is_imported(asked.name)):
        raise ParamsError(f"{asked.name} is the name of a network that `infer` computes; another?")
    given = [split for split in get_args(paths.Split) if asked.logits[split] is not None]
    labelled = [split for split in get_args(paths.Split) if asked.labels[split] is not None]
    if labelled and labelled != given:
        raise ParamsError(
            f"there are logits of {' and '.join(given)}, and labels of {' and '.join(labelled)}; "
            "wanted: labels of the same, or of none, which takes those of the data set."
        )


def is_imported(name: str) -> bool:
    """Whether data/logits/<name> was written by this tool."""
    return "imported" in arrays.read_provenance(name, "test")


def write_logits(asked: Asked, splits: Mapping[paths.Split, Split]) -> list[Path]:
    """Write data/logits/<name> and data/labels/<name>; returns what DVC is to track."""
    folder = paths.logits(asked.name)
    outs = [folder]
    with files.new_folder(folder) as out:
        for split, found in splits.items():
            about = describe(asked, split, found)
            shards.write(
                out / f"{split}.safetensors", found.logits.shape, iter([found.logits]), about
            )
    for split, found in splits.items():
        place = paths.own_labels(asked.name, split)
        with files.new_folder(place.parent, sums=False) as out:
            np.save(out / place.name, found.labels)
            files.write_sums(out / place.name)
        outs.append(place.parent)
    return outs


def describe(asked: Asked, split: paths.Split, found: Split) -> dict[str, Any]:
    """The provenance in the file of logits: what was read, and nothing that is not known."""
    path = Path(found.file.partition("#")[0]) if not Path(found.file).exists() else Path(found.file)
    own = any(asked.labels.values())
    return {
        "backbone": asked.name,
        "split": split,
        "imported": {
            "title": asked.title,
            "images": asked.images,
            "file": path.name,
            "sha256": files.sha256(path) if found.file else "",
            "type": found.type,
            "label_offset": asked.offset,
            "probabilities": asked.probabilities,
            "own_labels": own,
        },
    }


def track(outs: list[Path]) -> None:
    """Let DVC track the files, as `dvc add` does."""
    from dvc.exceptions import DvcException
    from dvc.repo import Repo

    try:
        with Repo() as repo:
            repo.add([path.as_posix() for path in outs])
    except DvcException as error:
        raise DataError(f"DVC cannot track {outs[0]}: {error}. Run: dvc add") from error
