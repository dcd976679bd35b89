"""Reads and checks the results of `evaluate`, for the report, the questions and README."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import drawing
from ..core import checksums, params, paths
from ..core.arrays import Kind
from ..core.errors import DataError
from ..statistics import estimate_share
from ..tables import evaluate as tables
from ..tables.evaluate import (
    Accuracy,
    Cell,
    ClassScores,
    Metrics,
    ReferenceTest,
    Statistic,
)
from .provenance import PROVENANCE, Provenance

FIGURES = paths.PLOTS / "figures"

Matrix = Mapping[str, tuple[Cell, ...]]  # by target, the cells of its row


@dataclass(frozen=True, kw_only=True)
class Result(Metrics):
    """The metrics of one strategy, and further intervals; all in [0, 1]."""

    strategy: str
    kind: Kind
    dev_low: float | None
    dev_high: float | None
    macro_f1_low: float
    macro_f1_high: float

    @property
    def choice(self) -> float:
        """The accuracy by which a strategy is chosen: on dev, or on test where there is no dev."""
        return self.accuracy if self.dev_accuracy is None else self.dev_accuracy


@dataclass(frozen=True)
class Figures:
    """Paths of `evaluate`'s figures, from the root of the checkout; `confusion` by strategy."""

    accuracy: Path
    per_class: Path
    confusion: dict[str, Path]
    topics: Mapping[str, Path]  # all figures of several strategies; some need a family


@dataclass(frozen=True)
class Evaluation:
    """All results of one backbone; `classes` and `matrices` by strategy."""

    backbone: str
    results: tuple[Result, ...]
    classes: Mapping[str, tuple[ClassScores, ...]]
    matrices: Mapping[str, Matrix]
    differences: tuple[ReferenceTest, ...]
    pairs: tuple[tables.PairwiseDifference, ...]
    statistics: tuple[Statistic, ...]
    confused: tuple[tables.ConfusedPair, ...]
    unmapped: tuple[tables.UnmappedClass, ...]
    policies: tuple[tables.UnmappedHandling, ...]
    recalls: tuple[tables.ListRecall, ...]
    figures: Figures
    provenance: Provenance


@dataclass(frozen=True)
class Content:
    """The results of the networks in params.yaml, at least one, and of its ensembles."""

    evaluations: tuple[Evaluation, ...]

    @property
    def alike(self) -> tuple[Evaluation, ...]:
        """Those of the first network's images: only they can be compared."""
        key = self.evaluations[0].provenance.images_key
        return tuple(one for one in self.evaluations if one.provenance.images_key == key)

    @property
    def confidence(self) -> float:
        """The confidence of all intervals, in (0, 1); it is the same for all backbones."""
        return self.evaluations[0].provenance.confidence


def read_content() -> Content:
    """Read params.yaml, metrics/ and plots/; DataError if a file is missing or damaged."""
    networks = params.load_networks()
    for ensemble in params.load_ensembles():
        if not paths.checksums(ensemble).is_file():
            raise DataError(
                f"The ensemble {ensemble} has no results yet. "
                "Run: python -m tools.ensembles && dvc repro"
            )
    for network in networks:
        checksums.check_listed(paths.checksums(network))
    return Content(tuple(map(read_evaluation, networks)))


def read_evaluation(backbone: str) -> Evaluation:
    """Read metrics/ and plots/ of one backbone; DataError if they do not belong together."""
    provenance = PROVENANCE.read(backbone=backbone)
    statistics = tables.STATISTICS.read(backbone=backbone)
    results = _read_results(backbone, statistics, provenance)
    classes: dict[str, tuple[ClassScores, ...]] = {}
    for row in tables.PER_CLASS.read(backbone=backbone):
        classes[row.strategy] = (*classes.get(row.strategy, ()), row)
    strategies = [result.strategy for result in results]
    if set(strategies) != classes.keys():
        raise _mismatch(backbone, set(strategies) ^ classes.keys())
    return Evaluation(
        backbone,
        results,
        classes,
        {name: _read_matrix(backbone, name) for name in strategies},
        tables.SIGNIFICANCE.read(backbone=backbone),
        tables.PAIRS.read(backbone=backbone),
        statistics,
        tables.CONFUSED.read(backbone=backbone),
        tables.UNMAPPED.read(backbone=backbone),
        tables.POLICIES.read(backbone=backbone),
        tables.LISTS.read(backbone=backbone),
        _find_figures(FIGURES / backbone, strategies),
        provenance,
    )


def confusion_figure(strategy: str) -> Path:
    """The path of the figure, relative to the folder of the backbone's figures."""
    return Path("confusion", f"{drawing.file_stem(strategy)}.svg")


def _find_figures(folder: Path, strategies: Iterable[str]) -> Figures:
    """DataError where a figure is missing or damaged."""
    confusion = {name: folder / confusion_figure(name) for name in strategies}
    topics = {path.stem: path for path in sorted(folder.glob("*.svg"))}
    found = Figures(folder / "accuracy.svg", folder / "per_class.svg", confusion, topics)
    for path in (found.accuracy, found.per_class, *confusion.values(), *topics.values()):
        check_drawing(path, "evaluate")
    return found


def check_drawing(path: Path, stage: str) -> None:
    """DataError unless an SVG file is there and whole: the page would show a broken picture."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing. Run: dvc repro {stage}") from error
    if not content.rstrip().endswith((b"</svg>", b"<svg/>")):
        raise DataError(f"{path} is empty or cut off. Run: dvc repro -f {stage}")


def _read_results(
    backbone: str, statistics: Iterable[Statistic], provenance: Provenance
) -> tuple[Result, ...]:
    """Read metrics/<backbone>/<kind>/<strategy>.json, and the intervals from plots/."""
    rows = sorted(tables.ACCURACY.read(backbone=backbone), key=_identity)
    f1 = {_identity(row): row for row in statistics if row.number == "macro_f1"}
    strategies = {
        (path.parent.name, path.stem) for path in paths.metrics(backbone).glob("*/*.json")
    }
    if not strategies:
        raise DataError(f"{paths.metrics(backbone)} holds no metrics. Run: dvc repro evaluate")
    for others in (set(map(_identity, rows)), set(f1)):
        if strategies != others:
            raise _mismatch(backbone, {strategy for _, strategy in strategies ^ others})
    return tuple(_join(backbone, row, f1[_identity(row)], provenance) for row in rows)


def _identity(row: Accuracy | Statistic) -> tuple[str, str]:
    return row.kind, row.strategy


def _join(backbone: str, row: Accuracy, f1: Statistic, provenance: Provenance) -> Result:
    """One result; its Wilson interval is computed from the exact count, not from rounded limits."""
    metrics = tables.METRICS.read(backbone=backbone, kind=row.kind, strategy=row.strategy)
    images = provenance.images.test
    if not 0 <= metrics.accuracy <= 1:
        path = tables.METRICS.path(backbone=backbone, kind=row.kind, strategy=row.strategy)
        raise DataError(f"{path}: no accuracy is {metrics.accuracy}. Run: dvc repro -f evaluate")
    right = round(metrics.accuracy * images)
    exact = estimate_share(right, images, provenance.confidence)
    values = vars(metrics) | {"accuracy_low": exact.low, "accuracy_high": exact.high}
    if f1.low is None or f1.high is None:
        raise DataError(
            f"{tables.STATISTICS.path(backbone=backbone)}: macro_f1 of {row.strategy} has no "
            "interval. Run: dvc repro -f evaluate"
        )
    return Result(
        **values,
        strategy=row.strategy,
        kind=row.kind,
        dev_low=row.dev_low,
        dev_high=row.dev_high,
        macro_f1_low=f1.low,
        macro_f1_high=f1.high,
    )


def _read_matrix(backbone: str, strategy: str) -> Matrix:
    """The cells of each row, rows in the order of the targets; DataError where there is none."""
    found: dict[str, tuple[Cell, ...]] = {}
    for cell in tables.CONFUSION.read(backbone=backbone, strategy=strategy):
        found[cell.actual] = (*found.get(cell.actual, ()), cell)
    if not found:
        path = tables.CONFUSION.path(backbone=backbone, strategy=strategy)
        raise DataError(f"{path} has no line below its header. Run: dvc repro -f evaluate")
    return found


def _mismatch(backbone: str, names: Iterable[str]) -> DataError:
    return DataError(
        f"metrics and plots of {backbone} do not belong together: only one of them has "
        f"{', '.join(sorted(names))}. Run: dvc repro -f evaluate"
    )
