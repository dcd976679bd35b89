"""Files of either format → images and labels."""

from collections.abc import Mapping
from pathlib import Path

from ..core import paths
from ..sources.catalog import Convnetjs, Dataset
from . import convnetjs, official
from .splits import Split


def read_dataset(dataset: Dataset, found: Mapping[str, Path]) -> dict[paths.Split, Split]:
    """Both splits of a data set, from its verified files by name."""
    if isinstance(dataset, Convnetjs):
        train, test = convnetjs.read_splits(dataset, found)
    else:
        train, test = official.read_splits(dataset, found)
    return {"train": train, "test": test}
