"""Reads pictures from a folder for each class: which split and label each has, and its pixels."""

import hashlib
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..core import paths
from ..core.errors import DataError, shown
from ..sources.own_data import Folder
from . import picture
from .splits import MOST_TOLD, Split, read_pictures

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Labelled:
    """A picture by its name, with what its place in the folder says of it."""

    name: str
    split: paths.Split
    label: int


def read_splits(
    dataset: Folder, found: Mapping[str, Path], hashes: Mapping[str, str]
) -> dict[paths.Split, Split]:
    """Every split that the entry names; found, hashes: path and SHA-256 of the files by name."""
    pictures = assign(dataset, found)
    if others := sorted(found.keys() - {each.name for each in pictures}):
        log.info("%d files are no pictures of it, such as %s", len(others), found[others[0]])
    warn_of_twins(pictures, hashes)
    wanted: dict[paths.Split, str] = {"train": "training", "test": "test"}
    if dataset.train is None and dataset.held_out is None:
        del wanted["train"]
    splits: dict[paths.Split, Split] = {}
    for split, words in wanted.items():
        chosen = [each for each in pictures if each.split == split]
        if not chosen:
            raise DataError(f"there are no {words} images; {_explain_place(dataset, split)}")
        seen = {each.label for each in chosen}
        if absent := [name for label, name in enumerate(dataset.classes) if label not in seen]:
            log.warning("There are no %s images of %s.", words, ", ".join(absent))
        contents = ((found[each.name].read_bytes(), str(found[each.name])) for each in chosen)
        splits[split] = read_pictures(contents, [e.label for e in chosen], dataset.pictures)
    return splits


def assign(dataset: Folder, found: Mapping[str, Path]) -> list[Labelled]:
    """Split and label of every picture, sorted by name; files of other kinds are left out.

    DataError for a folder that is no class of the entry, and for a picture beside these folders.
    """
    labels = {
        name: label
        for label, (own, others) in enumerate(dataset.classes.items())
        for name in (own, *others)
    }
    pictures = []
    for name in sorted(found):
        if PurePosixPath(name).suffix.lower() not in picture.SUFFIXES:
            continue
        if (place := _split(dataset, name)) is None:
            continue
        split, inside = place
        known = unicodedata.normalize("NFC", inside.parts[0])
        if len(inside.parts) == 1 or known not in labels:
            raise DataError(_explain_class(dataset, found[name], inside))
        label = labels[known]
        if dataset.held_out is not None:
            own = PurePosixPath(list(dataset.classes)[label], *inside.parts[1:])
            split = "test" if draw(own.as_posix()) < dataset.held_out else "train"
        pictures.append(Labelled(name, split, label))
    return pictures


def draw(name: str) -> float:
    """A number in [0, 1) from the SHA-256 of a picture's name: the same whatever else is there."""
    digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _split(dataset: Folder, name: str) -> tuple[paths.Split, PurePosixPath] | None:
    """The split in whose folder a file is, and its name from there; None: in neither."""
    place = PurePosixPath(name)
    if dataset.held_out is not None:
        return "train", place
    folders: Sequence[tuple[paths.Split, str | None]] = (
        ("train", dataset.train), ("test", dataset.test),
    )  # fmt: skip
    for split, folder in folders:
        if folder is not None and place.is_relative_to(folder):
            return split, place.relative_to(folder)
    return None


def warn_of_twins(pictures: Sequence[Labelled], hashes: Mapping[str, str]) -> None:
    """Log a line where a test image is, byte for byte, a training image, too."""
    train = {hashes[each.name]: each.name for each in pictures if each.split == "train"}
    twins = [
        f"{each.name} = {train[hashes[each.name]]}"
        for each in pictures
        if each.split == "test" and hashes[each.name] in train
    ]
    if twins:
        log.warning(
            "Test images that are training images, too, so that their scores are no test: %s%s",
            ", ".join(twins[:MOST_TOLD]),
            f" and {len(twins) - MOST_TOLD} more" if len(twins) > MOST_TOLD else "",
        )


def _explain_class(dataset: Folder, path: Path, inside: PurePosixPath) -> str:
    allowed = ", ".join(
        f"{name} (or {', '.join(others)})" if others else name
        for name, others in dataset.classes.items()
    )
    if len(inside.parts) == 1:
        return f"{path} is in no folder of a class; allowed: {allowed}. Move it into one."
    return (
        f"{path}: no class of the entry is called {shown(inside.parts[0])}; allowed: {allowed}. "
        "Rename the folder, or write its name behind its class in the entry."
    )


def _explain_place(dataset: Folder, split: paths.Split) -> str:
    if dataset.held_out is not None:
        return f"held_out is {dataset.held_out}. Add pictures, or change that share in the entry."
    stated = dataset.train if split == "train" else dataset.test
    return f"they would be in {stated}/CLASS/. Put them there, or correct `{split}` in the entry."
