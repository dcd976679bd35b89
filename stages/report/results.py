"""What `evaluate` left of one backbone, read and checked: nothing here touches another file."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from stages import drawing
from stages.core import files, paths
from stages.core.arrays import Kind
from stages.core.errors import DataError
from stages.report.provenance import Provenance, read_provenance

ACCURACY = paths.PLOTS / "accuracy"
PER_CLASS = paths.PLOTS / "per_class"
CONFUSION = paths.PLOTS / "confusion"
FIGURES = paths.PLOTS / "figures"


@dataclass(frozen=True)
class Result:
    """One strategy's numbers, all in [0, 1]; low and high are the ends of 95 % intervals."""

    strategy: str
    kind: Kind
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    dev_accuracy: float
    dev_low: float
    dev_high: float
    macro_f1: float
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
    figures: Figures
    provenance: Provenance


def read_evaluation(backbone: str) -> Evaluation:
    """metrics/ and plots/ of one backbone; DataError where they do not belong together."""
    results = _read_results(backbone)
    classes = _read_classes(PER_CLASS / f"{backbone}.csv")
    strategies = [result.strategy for result in results]
    if set(strategies) != classes.keys():
        raise _strangers(backbone, set(strategies) ^ classes.keys())
    return Evaluation(
        backbone,
        results,
        classes,
        {name: _read_confusions(CONFUSION / backbone / f"{name}.csv") for name in strategies},
        _find_figures(FIGURES / backbone, strategies),
        read_provenance(backbone),
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


def _read_results(backbone: str) -> tuple[Result, ...]:
    """metrics/<backbone>/<kind>/<strategy>.json, with the dev intervals of plots/accuracy."""
    table = ACCURACY / f"{backbone}.csv"
    columns = ("kind", "strategy", "dev_low", "dev_high")
    dev = {(kind, name): ends for kind, name, *ends in read_columns(table, columns)}
    found = {
        (path.parent.name, path.stem): path
        for path in sorted(paths.metrics(backbone).glob("*/*.json"))
    }
    if not found:
        raise DataError(f"{paths.metrics(backbone)} holds no metrics. Run: dvc repro evaluate")
    if found.keys() != dev.keys():
        raise _strangers(backbone, {name for _, name in found.keys() ^ dev.keys()})
    return tuple(_read_result(path, *dev[key]) for key, path in found.items())


def _read_result(path: Path, dev_low: str, dev_high: str) -> Result:
    kind, content = path.parent.name, files.read_json(path)
    if kind not in get_args(Kind):
        raise DataError(f"{path}: {kind} is no kind; allowed: {', '.join(get_args(Kind))}.")
    try:
        return Result(
            strategy=path.stem,
            kind=kind,  # type: ignore[arg-type]  # checked three lines above
            dev_low=float(dev_low),
            dev_high=float(dev_high),
            **{name: float(value) for name, value in content.items()},
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"{path} does not hold the six metrics ({error}). Run: dvc repro -f evaluate"
        ) from error


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


def read_columns(
    path: Path, columns: Sequence[str], made_by: str = "evaluate"
) -> list[tuple[str, ...]]:
    """Some columns of a CSV file of some stage; DataError where it is missing or lacks one."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row[name] for name in columns) for row in csv.DictReader(file)]
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing. Run: dvc repro {made_by}") from error
    except KeyError as error:
        raise DataError(f"{path} has no column {error}. Run: dvc repro -f {made_by}") from error


def _strangers(backbone: str, names: Iterable[str]) -> DataError:
    return DataError(
        f"metrics and plots of {backbone} do not belong together: only one of them has "
        f"{', '.join(sorted(names))}. Run: dvc repro -f evaluate"
    )
