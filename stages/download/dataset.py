"""Reads images and labels from files of any format."""

from collections.abc import Mapping
from pathlib import Path

from ..core import paths
from ..sources.entries import Convnetjs, Published
from . import convnetjs, official
from .splits import Split


def read_dataset(dataset: Published, files: Mapping[str, Path]) -> dict[paths.Split, Split]:
    """Both splits of a data set, from its verified files by name; train may hold no images."""
    if isinstance(dataset, Convnetjs):
        train, test = convnetjs.read_splits(dataset, files)
    else:
        train, test = official.read_splits(dataset, files)
    return {"train": train, "test": test}
