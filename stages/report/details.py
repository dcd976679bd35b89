"""What `evaluate` says of one backbone beside the six numbers: tables by topic, whole matrices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..core import paths
from ..core.errors import DataError
from ..results.evaluation import CONFUSION, FIGURES, Evaluation
from ..results.rows import read_columns

Row = Mapping[str, Any]


def _number(text: str) -> float | None:
    """An empty cell has no value."""
    return float(text) if text else None


Columns = Mapping[str, Callable[[str], Any]]
_WHO: Final[Columns] = {"kind": str, "strategy": str}
# plots/<topic>/<backbone>.csv: the columns that the page shows
TOPICS: Final[Mapping[str, Columns]] = {
    "statistics": {
        **_WHO,
        "number": str, "value": _number, "low": _number, "high": _number, "labels_used": str,
    },
    "policies": {
        **_WHO,
        "unmapped": str, "groups": str, "of": str, "reduce": str, "mapped_share": float,
        "accuracy": float, "difference": float, "low": float, "high": float,
    },
    "unmapped": {
        "groups": str, "target": str, "imagenet": str, "imagenet_index": int,
        "images": int, "share": float,
    },
    "confused": {**_WHO, "actual": str, "predicted": str, "images": int, "share": float},
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Test images of one target that were called `predicted`, and their share of the target's."""

    predicted: str
    count: int
    share: float


@dataclass(frozen=True)
class Details:
    """Rows by topic; matrices by strategy, a row of cells for each target; drawings by topic."""

    topics: Mapping[str, tuple[Row, ...]]
    matrices: Mapping[str, Mapping[str, tuple[Cell, ...]]]
    drawings: Mapping[str, Path]


def read_details(evaluation: Evaluation) -> Details:
    """DataError where evaluate left no such table. Some drawings need several alike strategies."""
    backbone = evaluation.backbone
    return Details(
        {topic: _read_topic(topic, backbone) for topic in TOPICS},
        {
            result.strategy: _read_matrix(CONFUSION / backbone / f"{result.strategy}.csv")
            for result in evaluation.results
        },
        {path.stem: path for path in sorted((FIGURES / backbone).glob("*.svg"))},
    )


def _read_topic(topic: str, backbone: str) -> tuple[Row, ...]:
    path, converters = paths.PLOTS / topic / f"{backbone}.csv", TOPICS[topic]
    try:
        return tuple(
            {
                name: convert(text)
                for (name, convert), text in zip(converters.items(), row, strict=True)
            }
            for row in read_columns(path, tuple(converters))
        )
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f evaluate") from error


def _read_matrix(path: Path) -> Mapping[str, tuple[Cell, ...]]:
    found: dict[str, tuple[Cell, ...]] = {}
    for actual, predicted, count, share in read_columns(
        path, ("actual", "predicted", "count", "share")
    ):
        cell = Cell(predicted, int(count), float(share))
        found[actual] = (*found.get(actual, ()), cell)
    return found
