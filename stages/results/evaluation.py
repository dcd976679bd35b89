"""What `evaluate` left of one backbone, read and checked: nothing here touches another file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from .. import drawing
from ..core import files, paths
from ..core.arrays import Kind
from ..core.errors import DataError
from ..statistics import wilson_limits
from .provenance import Provenance, read_provenance
from .rows import read_columns, read_rows

ACCURACY = paths.PLOTS / "accuracy"
STATISTICS = paths.PLOTS / "statistics"
SIGNIFICANCE = paths.PLOTS / "significance"
PER_CLASS = paths.PLOTS / "per_class"
CONFUSION = paths.PLOTS / "confusion"
FIGURES = paths.PLOTS / "figures"


@dataclass(frozen=True)
class Result:
    """One strategy's numbers, all in [0, 1]; low and high are the ends of their intervals."""

    strategy: str
    kind: Kind
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    dev_accuracy: float
    dev_low: float
    dev_high: float
    macro_f1: float
    macro_f1_low: float
    macro_f1_high: float
    answered_share: float


@dataclass(frozen=True)
class ClassScore:
    """How well one strategy finds one target among the test images; F1 in [0, 1]."""

    name: str
    f1: float


@dataclass(frozen=True)
class Confusion:
    """Test images of one target that a strategy calls another; share of that target's images."""

    actual: str
    predicted: str
    count: int
    share: float


@dataclass(frozen=True)
class Difference:
    """A strategy against the one reference of its kind, on the same test images.

    difference: of accuracies, with its paired interval; gained and lost: images that only the
    strategy, only the reference has right; p_holm: exact McNemar, corrected over all such rows.
    """

    kind: str
    strategy: str
    reference: str
    difference: float
    low: float
    high: float
    gained: int
    lost: int
    p_holm: float
    verdict: str


@dataclass(frozen=True)
class Figures:
    """Where evaluate's drawings lie, from the root of the checkout; `confusion` by strategy."""

    accuracy: Path
    per_class: Path
    confusion: dict[str, Path]


@dataclass(frozen=True)
class Evaluation:
    """All that is known of one backbone; `classes` and `confusions` by strategy."""

    backbone: str
    results: tuple[Result, ...]
    classes: dict[str, tuple[ClassScore, ...]]
    confusions: dict[str, tuple[Confusion, ...]]
    differences: tuple[Difference, ...]
    figures: Figures
    provenance: Provenance


def read_evaluation(backbone: str, confidence: float) -> Evaluation:
    """metrics/ and plots/ of one backbone; DataError where they do not belong together."""
    provenance = read_provenance(backbone)
    results = _read_results(backbone, provenance.images.test, confidence)
    classes = _read_classes(PER_CLASS / f"{backbone}.csv")
    strategies = [result.strategy for result in results]
    if set(strategies) != classes.keys():
        raise _strangers(backbone, set(strategies) ^ classes.keys())
    return Evaluation(
        backbone,
        results,
        classes,
        {name: _read_confusions(CONFUSION / backbone / f"{name}.csv") for name in strategies},
        read_rows(SIGNIFICANCE / f"{backbone}.csv", Difference, "evaluate"),
        _find_figures(FIGURES / backbone, strategies),
        provenance,
    )


def confusion_figure(strategy: str) -> Path:
    """Where `evaluate` put the drawing, in the folder of the backbone's figures."""
    return Path("confusion", f"{drawing.file_stem(strategy)}.svg")


def _find_figures(folder: Path, strategies: Iterable[str]) -> Figures:
    """DataError where a figure is missing: the page would show a broken picture."""
    confusion = {name: folder / confusion_figure(name) for name in strategies}
    found = Figures(folder / "accuracy.svg", folder / "per_class.svg", confusion)
    for path in (found.accuracy, found.per_class, *confusion.values()):
        if not path.is_file():
            raise DataError(f"{path} is missing. Run: dvc repro evaluate")
    return found


def _read_results(backbone: str, images: int, confidence: float) -> tuple[Result, ...]:
    """metrics/<backbone>/<kind>/<strategy>.json, with the intervals that are not in them."""
    limits = _read_limits(backbone)
    found = {
        (path.parent.name, path.stem): path
        for path in sorted(paths.metrics(backbone).glob("*/*.json"))
    }
    if not found:
        raise DataError(f"{paths.metrics(backbone)} holds no metrics. Run: dvc repro evaluate")
    if found.keys() != limits.keys():
        raise _strangers(backbone, {name for _, name in found.keys() ^ limits.keys()})
    results = (_read_result(path, limits[key]) for key, path in found.items())
    return tuple(_with_exact_interval(result, images, confidence) for result in results)


def _read_limits(backbone: str) -> dict[tuple[str, str], dict[str, str]]:
    """By kind and strategy: the ends of the intervals of dev accuracy and macro F1."""
    accuracy, statistics = ACCURACY / f"{backbone}.csv", STATISTICS / f"{backbone}.csv"
    dev = read_columns(accuracy, ("kind", "strategy", "dev_low", "dev_high"))
    numbers = read_columns(statistics, ("kind", "strategy", "low", "high", "number"))
    f1 = {(kind, name): ends for kind, name, *ends, number in numbers if number == "macro_f1"}
    names = ("dev_low", "dev_high", "macro_f1_low", "macro_f1_high")
    try:
        return {
            (kind, name): dict(zip(names, (*ends, *f1[kind, name]), strict=True))
            for kind, name, *ends in dev
        }
    except KeyError as error:
        raise DataError(
            f"{statistics} has no macro_f1 of {error}. Run: dvc repro -f evaluate"
        ) from error


def _read_result(path: Path, limits: dict[str, str]) -> Result:
    kind, content = path.parent.name, files.read_json(path)
    if kind not in get_args(Kind):
        raise DataError(f"{path}: {kind} is no kind; allowed: {', '.join(get_args(Kind))}.")
    try:
        return Result(
            strategy=path.stem,
            kind=kind,  # type: ignore[arg-type]  # checked three lines above
            **{name: float(value) for name, value in (limits | content).items()},
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{path} does not hold the six metrics ({error}). Run: dvc repro -f evaluate"
        ) from error


def _with_exact_interval(result: Result, images: int, confidence: float) -> Result:
    """What metrics/ has is rounded: to round it again would move some ends. The count is exact."""
    low, high = wilson_limits(round(result.accuracy * images), images, confidence)
    return replace(result, accuracy_low=float(low), accuracy_high=float(high))


def _read_classes(path: Path) -> dict[str, tuple[ClassScore, ...]]:
    found: dict[str, tuple[ClassScore, ...]] = {}
    for strategy, name, f1 in read_columns(path, ("strategy", "class", "f1")):
        found[strategy] = (*found.get(strategy, ()), ClassScore(name, float(f1)))
    return found


def _read_confusions(path: Path) -> tuple[Confusion, ...]:
    """Every cell off the diagonal that holds an image."""
    return tuple(
        Confusion(actual, predicted, int(count), float(share))
        for actual, predicted, count, share in read_columns(
            path, ("actual", "predicted", "count", "share")
        )
        if actual != predicted and int(count)
    )


def _strangers(backbone: str, names: Iterable[str]) -> DataError:
    return DataError(
        f"metrics and plots of {backbone} do not belong together: only one of them has "
        f"{', '.join(sorted(names))}. Run: dvc repro -f evaluate"
    )
