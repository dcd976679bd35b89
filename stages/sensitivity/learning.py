"""Learning curves: accuracy of supervised strategies with few and with many labelled images."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, predict
from ..core.errors import ParamsError
from ..core.rows import select
from ..map.evidence import Evidence
from ..map.options import StrategyOptions
from ..map.parallel import run_parallel
from ..map.scoring import apply_mapper, assign_folds
from ..map.strategies import STRATEGIES
from .pieces import Take, compute

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Learned:
    """Accuracies (L, draws) of one strategy, for L numbers of labelled images of each class."""

    strategy: str
    labels: tuple[int, ...]  # ascending; the last: all images, as a mean over classes
    accuracies: NDArray[np.float64]

    @property
    def means(self) -> NDArray[np.float64]:
        """The mean accuracies (L,) over the draws."""
        return np.asarray(self.accuracies.mean(axis=1))

    def label_equivalent(self, line: float) -> float | None:
        """The labels of each class with which the mean reaches an accuracy; None: it never does."""
        return label_equivalent(self.labels, self.means.tolist(), line)


def measure_learning_curve(
    name: str,
    options: StrategyOptions,
    evidence: Evidence,
    sizes: Sequence[int],
    draws: int,
    folds: int,
    take: Take = compute,
) -> Learned:
    """Fit one supervised strategy to n images of each class, for each n, and to all images.

    Each draw holds out another random fold of the training images for the accuracy, so the range
    over draws covers the sample of training images and of held-out images.
    """

    def measure_draw(seed: int) -> list[float]:
        few, rest, held = _draw(evidence.train_labels, sizes, folds, seed)
        return [_accuracy(options, evidence, drawn, held) for drawn in (*few, rest)]

    depends = ["learning", sizes, draws, folds]
    rows = take(options, depends, lambda: list(run_parallel(measure_draw, range(draws))))
    everything = round(
        len(evidence.train_labels) * (1 - 1 / folds) / len(evidence.knowledge.targets)
    )
    return Learned(name, (*sizes, everything), np.array(rows).T)


def label_equivalent(
    labels: Sequence[int], accuracies: Sequence[float], line: float
) -> float | None:
    """Labels of each class with which a learning curve reaches the line; None if it never does.

    labels ≥ 1, ascending, with the mean accuracy at each. Between two points, the curve is linear
    in the logarithm of the labels. If the first point is above the line, it is the result.
    """
    if accuracies[0] >= line:
        return float(labels[0])
    points = zip(np.log(labels), accuracies, strict=True)
    for (x, below), (x_next, above) in pairwise(points):
        if above >= line:
            return float(np.exp(x + (x_next - x) * (line - below) / (above - below)))
    return None


def draw_of_each(labels: Labels, count: int, seed: int) -> Indices:
    """Indices of `count` random images of each class; ParamsError if a class has too few."""
    chosen = []
    for target in np.unique(labels):
        members = np.flatnonzero(labels == target)
        if len(members) < count:
            raise ParamsError(
                f"params.yaml: sensitivity.labels has {count}, but class {target} has only "
                f"{len(members)} training images outside the fold that is held out. "
                f"Take out the numbers above {len(members)}, or add images of that class."
            )
        chosen.append(np.random.default_rng((seed, int(target))).permutation(members)[:count])
    return np.sort(np.concatenate(chosen))


def _draw(
    labels: Labels, sizes: Sequence[int], folds: int, seed: int
) -> tuple[list[Indices], Indices, Indices]:
    """Indices: a set of each size (smaller in larger), all not held out, all held out."""
    held = assign_folds(labels, folds, seed) == 0
    rest = np.flatnonzero(~held)
    few = [rest[draw_of_each(labels[rest], size, seed)] for size in sizes]
    return few, rest, np.flatnonzero(held)


def _accuracy(options: StrategyOptions, evidence: Evidence, drawn: Indices, held: Indices) -> float:
    mapper = STRATEGIES[options.method].fit(evidence.select(drawn), options)
    predictions = predict(apply_mapper(mapper, select(evidence.train, held)))
    return float((predictions == evidence.train_labels[held]).mean())
