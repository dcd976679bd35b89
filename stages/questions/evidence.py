"""Reads all that the answers are computed from; all these files are in Git."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..core import checksums, paths
from ..core.errors import DataError
from ..results.evaluation import Evaluation
from ..tables import evaluate as tables
from ..tables.evaluate import ListRecall, PairwiseDifference, UnmappedHandling
from ..tables.sensitivity import SPECIFICATION, CurveRow
from .keywords import KeywordList, read_keywords, read_members
from .study import Study, read_study


@dataclass(frozen=True)
class Matrix:
    """Counts of test images (K, K + 1): rows are true targets, the last column is rejected."""

    targets: tuple[str, ...]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class Evidence:
    """The results of one backbone, the experiments with the network, and two keyword lists."""

    evaluation: Evaluation
    confidence: float
    classes: tuple[tables.ClassScores, ...]
    matrices: Mapping[str, Matrix]  # by strategy
    drawings: Mapping[str, Path]  # figures of `evaluate`, by topic
    statistics: tuple[tables.Statistic, ...]
    pairs: tuple[PairwiseDifference, ...]
    policies: tuple[UnmappedHandling, ...]
    unmapped: tuple[tables.UnmappedClass, ...]
    recalls: tuple[ListRecall, ...]
    curve: tuple[CurveRow, ...]
    study: Study
    keywords: KeywordList
    substrings: KeywordList
    meant: Mapping[str, frozenset[str]]  # wnids below each target in WordNet

    def difference(self, strategy: str, other: str) -> PairwiseDifference | None:
        """The difference of two strategies, in either order of the table."""
        for row in self.pairs:
            if (row.strategy, row.other) == (strategy, other):
                return row
            if (row.strategy, row.other) == (other, strategy):
                return _turn(row)
        return None

    def list_of(self, strategy: str) -> str | None:
        """The list of a strategy in a family; None if it has no list or no family."""
        rows: list[ListRecall | UnmappedHandling] = [*self.recalls, *self.policies]
        return next((row.groups for row in rows if row.strategy == strategy), None)

    def figure(self, *topics: str) -> Path:
        """The first of these figures that exists: some need a family of strategies."""
        return next(self.drawings[topic] for topic in topics if topic in self.drawings)


def read_evidence(evaluation: Evaluation) -> Evidence:
    """What `evaluate`, `sensitivity` and `study` left; DataError where some of it is missing."""
    for folder in (paths.PLOTS / "sensitivity", paths.PLOTS / "study"):
        checksums.check_folder(folder)
    targets = tuple(evaluation.provenance.targets)
    return Evidence(
        evaluation=evaluation,
        confidence=evaluation.provenance.confidence,
        classes=tuple(row for rows in evaluation.classes.values() for row in rows),
        matrices={
            strategy: count_cells(cells, targets, strategy)
            for strategy, cells in evaluation.matrices.items()
        },
        drawings=evaluation.figures.topics,
        statistics=evaluation.statistics,
        pairs=evaluation.pairs,
        policies=evaluation.policies,
        unmapped=evaluation.unmapped,
        recalls=evaluation.recalls,
        curve=SPECIFICATION.read(),
        study=read_study(),
        keywords=read_keywords("keyword"),
        substrings=read_keywords("keyword_substring"),
        meant=read_members("wordnet_broad"),
    )


def count_cells(
    cells: Mapping[str, Iterable[tables.Cell]], targets: tuple[str, ...], strategy: str
) -> Matrix:
    """The counts of one strategy; DataError for a name that is not a target or "rejected"."""
    rows = {name: number for number, name in enumerate(targets)}
    columns = rows | {tables.REJECTED_COLUMN: len(targets)}
    counts = np.zeros((len(targets), len(columns)), dtype=np.int64)
    for cell in (cell for row in cells.values() for cell in row):
        if cell.actual not in rows or cell.predicted not in columns:
            raise DataError(
                f"a confusion matrix of {strategy} names {cell.actual!r} and {cell.predicted!r}; "
                f"allowed: {', '.join(columns)}. Run: dvc repro -f evaluate"
            )
        counts[rows[cell.actual], columns[cell.predicted]] = cell.count
    return Matrix(targets, counts)


def _turn(row: PairwiseDifference) -> PairwiseDifference:
    """The same difference with the strategies swapped."""
    return PairwiseDifference(
        kind=row.other_kind,
        strategy=row.other,
        other_kind=row.kind,
        other=row.strategy,
        difference=-row.difference,
        low=-row.high,
        high=-row.low,
        p=row.p,
    )
