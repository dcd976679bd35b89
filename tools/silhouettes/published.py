"""Decisions that were published for the same pictures (Geirhos et al., 2019; CC BY 4.0).

published.csv: for each picture the class that ResNet-50 said, how many people were asked, and how
many of them were right.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stages.core import files

DECISIONS = Path(__file__).parent / "published.csv"
COLUMNS = ("dataset", "image", "resnet50", "people_asked", "people_right")


@dataclass(frozen=True)
class Published:
    """Of N pictures, sorted by name: truth and resnet50 (N,) in [0, K), people (N,) in [0, 1].

    people: the share of people who were right.
    """

    names: tuple[str, ...]
    truth: NDArray[np.int64]
    resnet50: NDArray[np.int64]
    people: NDArray[np.float64]


def read_published(dataset: str, classes: tuple[str, ...]) -> Published:
    """What was published of a data set whose folders are the classes."""
    rows = [row for row in files.read_csv(DECISIONS, COLUMNS) if row["dataset"] == dataset]
    rows.sort(key=lambda row: row["image"])
    asked, right = (
        np.array([float(row[column]) for row in rows])
        for column in ("people_asked", "people_right")
    )
    return Published(
        tuple(row["image"] for row in rows),
        np.array([classes.index(row["image"].split("/")[0]) for row in rows]),
        np.array([classes.index(row["resnet50"]) for row in rows]),
        right / asked,
    )
