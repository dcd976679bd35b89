"""Reads images and labels, in whatever form the entry of the data set says that they are."""

from collections.abc import Mapping
from pathlib import Path

from ..core import paths
from ..sources.entries import Convnetjs, Published
from ..sources.own_data import Batches, Folder, Npy, OwnData
from . import convnetjs, folder, npy, official, parquet
from .splits import Split, empty


def read_dataset(dataset: Published, files: Mapping[str, Path]) -> dict[paths.Split, Split]:
    """Both splits of a published data set, from its verified files; train may hold no images."""
    if isinstance(dataset, Convnetjs):
        train, test = convnetjs.read_splits(dataset, files)
    else:
        train, test = official.read_splits(dataset, files)
    return {"train": train, "test": test}


def read_own(
    dataset: OwnData, place: Path, found: Mapping[str, Path], hashes: Mapping[str, str]
) -> dict[paths.Split, Split]:
    """Both splits of one's own, train without images where the entry names none.

    place: download.folder; found, hashes: path and SHA-256 of its files by name.
    """
    stated = _read_stated(dataset, place, found, hashes)
    return {"train": stated.get("train", empty(stated["test"])), "test": stated["test"]}


def _read_stated(
    dataset: OwnData, place: Path, found: Mapping[str, Path], hashes: Mapping[str, str]
) -> dict[paths.Split, Split]:
    match dataset:
        case Folder():
            return folder.read_splits(dataset, found, hashes)
        case Npy():
            return npy.read_splits(dataset, place)
        case Batches():
            return official.read_batches(dataset, place)
    return parquet.read_splits(dataset, place)
