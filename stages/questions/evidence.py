"""Everything that the answers rest on, read in one place: files that are in Git, and no others."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..core import params, paths
from ..core.errors import DataError
from ..results.evaluation import CONFUSION, FIGURES, PER_CLASS, Evaluation
from ..results.rows import read_rows
from .keywords import KeywordList, read_keywords, read_members
from .params import StudyGradients
from .study import Study, read_study

SENSITIVITY = paths.PLOTS / "sensitivity"


@dataclass(frozen=True)
class ClassRow:
    """One target under one strategy, on the test images."""

    strategy: str
    kind: str
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Cell:
    """One cell of a confusion matrix, on the test images."""

    actual: str
    predicted: str
    count: int


@dataclass(frozen=True)
class Statistic:
    """A further number of a strategy, on the test images."""

    strategy: str
    number: str
    value: float | None


@dataclass(frozen=True)
class Difference:
    """Accuracy of a strategy less that of another on the same test images, with its interval."""

    strategy: str
    other: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Policy:
    """What a strategy does with unmapped favourites, on dev; paired difference to `ignore`."""

    strategy: str
    unmapped: str
    groups: str
    of: str
    reduce: str
    mapped_share: float
    accuracy_unmapped: float | None
    accuracy: float
    difference: float
    low: float
    high: float

    @property
    def family(self) -> tuple[str, ...]:
        """What strategies have in common that differ in `unmapped` alone."""
        return self.groups, self.of, self.reduce


@dataclass(frozen=True)
class Unmapped:
    """Dev images of a target whose favourite is one class that stands for nothing in a list."""

    groups: str
    target: str
    imagenet: str
    share: float


@dataclass(frozen=True)
class Recall:
    """How many dev images of a target are found with one list, all else being equal."""

    strategy: str
    groups: str
    of: str
    reduce: str
    unmapped: str
    target: str
    recall: float

    @property
    def family(self) -> tuple[str, ...]:
        """What strategies have in common that differ in their list alone."""
        return self.of, self.reduce, self.unmapped


@dataclass(frozen=True)
class Specification:
    """One combination of choices, on dev; mark: what it is known as."""

    accuracy: float
    low: float
    high: float
    mark: str
    backbone: str
    input: str
    groups: str
    of: str
    reduce: str
    unmapped: str


@dataclass(frozen=True)
class Matrix:
    """Counts of test images (K, K + 1): rows the truth, the last column those rejected."""

    targets: tuple[str, ...]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class Evidence:
    """What is known of one backbone, of the network itself, and of two keyword lists."""

    evaluation: Evaluation
    confidence: float
    classes: tuple[ClassRow, ...]
    matrices: Mapping[str, Matrix]  # by strategy
    drawings: Mapping[str, Path]  # of evaluate, by topic
    statistics: tuple[Statistic, ...]
    pairs: tuple[Difference, ...]
    policies: tuple[Policy, ...]
    unmapped: tuple[Unmapped, ...]
    recalls: tuple[Recall, ...]
    curve: tuple[Specification, ...]
    study: Study
    keywords: KeywordList
    substrings: KeywordList
    meant: Mapping[str, frozenset[str]]  # wnids that stand for a target by what they mean

    def difference(self, strategy: str, other: str) -> Difference | None:
        """Of two strategies, whichever of them the table names first."""
        for row in self.pairs:
            if (row.strategy, row.other) == (strategy, other):
                return row
            if (row.strategy, row.other) == (other, strategy):
                return Difference(strategy, other, -row.difference, -row.high, -row.low)
        return None

    def list_of(self, strategy: str) -> str | None:
        """The list of a strategy that has relatives; None where it has no list, or stands alone."""
        known: list[Recall | Policy] = [*self.recalls, *self.policies]
        return next((row.groups for row in known if row.strategy == strategy), None)

    def figure(self, *topics: str) -> Path:
        """The first of evaluate's drawings that there is: some need several alike strategies."""
        return next(self.drawings[topic] for topic in topics if topic in self.drawings)


def read_evidence(evaluation: Evaluation, confidence: float) -> Evidence:
    """The rest of what `evaluate`, `sensitivity` and `study` left; DataError where some is not."""
    backbone, targets = evaluation.backbone, tuple(evaluation.provenance.targets)

    def table(topic: str) -> Path:
        return paths.PLOTS / topic / f"{backbone}.csv"

    return Evidence(
        evaluation=evaluation,
        confidence=confidence,
        classes=read_rows(PER_CLASS / f"{backbone}.csv", ClassRow, "evaluate"),
        matrices={
            result.strategy: read_matrix(CONFUSION / backbone / f"{result.strategy}.csv", targets)
            for result in evaluation.results
        },
        drawings={path.stem: path for path in sorted((FIGURES / backbone).glob("*.svg"))},
        statistics=read_rows(table("statistics"), Statistic, "evaluate"),
        pairs=read_rows(table("pairs"), Difference, "evaluate"),
        policies=read_rows(table("policies"), Policy, "evaluate"),
        unmapped=read_rows(table("unmapped"), Unmapped, "evaluate"),
        recalls=read_rows(table("lists"), Recall, "evaluate"),
        curve=read_rows(SENSITIVITY / "specification.csv", Specification, "sensitivity"),
        study=read_study(params.load_section("study", StudyGradients).gradients.images),
        keywords=read_keywords("keyword"),
        substrings=read_keywords("keyword_substring"),
        meant=read_members("wordnet_broad"),
    )


def read_matrix(path: Path, targets: tuple[str, ...]) -> Matrix:
    """One strategy's counts; DataError for a name that is neither a target nor "rejected"."""
    rows = {name: number for number, name in enumerate(targets)}
    columns = rows | {"rejected": len(targets)}
    counts = np.zeros((len(targets), len(columns)), dtype=np.int64)
    try:
        for cell in read_rows(path, Cell, "evaluate"):
            counts[rows[cell.actual], columns[cell.predicted]] = cell.count
    except KeyError as error:
        raise DataError(f"{path} names {error}, no target. Run: dvc repro -f evaluate") from error
    return Matrix(targets, counts)
