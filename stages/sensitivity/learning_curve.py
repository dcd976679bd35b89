"""How many labels a strategy needs, and how many the label-free line is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Labels
from stages.map.evidence import Evidence
from stages.map.mapper import predict
from stages.map.options import StrategyOptions
from stages.map.scoring import apply, assign_folds
from stages.map.strategies import STRATEGIES

ALL = 0  # in place of a number of labels per class: all that are not held out


@dataclass(frozen=True)
class Point:
    """A strategy's accuracy on held-out images, over the draws of its labels.

    labels: per class, the mean of what the draws held; deviation: of the draws (0 for one draw).
    """

    strategy: str
    per_class: int
    labels: float
    mean: float
    deviation: float


def trace_curve(
    evidence: Evidence,
    strategies: Mapping[str, StrategyOptions],
    sizes: Sequence[int],
    seeds: Iterable[int],
    folds: int,
) -> list[Point]:
    """Each supervised strategy with each number of labels per class, one draw a seed.

    Of each seed's `folds` the first is held out to be scored, the same for all sizes and
    strategies; labels are drawn from the others.
    """
    labels = evidence.train_labels
    runs: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for seed in seeds:
        held_out = assign_folds(labels, folds, seed) == 0
        for size in sizes:
            drawn = draw_labelled(labels, ~held_out, size, seed)
            part = replace(evidence, train=evidence.train[drawn], train_labels=labels[drawn])
            for name, options in strategies.items():
                mapper = STRATEGIES[options.method].fit(part, options)
                right = predict(apply(mapper, evidence.train[held_out])) == labels[held_out]
                count = len(drawn) / len(evidence.knowledge.targets)
                runs.setdefault((name, size), []).append((count, float(right.mean())))
    return [_summarise(name, size, found) for (name, size), found in runs.items()]


def trace_line(
    evidence: Evidence, strategies: Mapping[str, StrategyOptions], seeds: Iterable[int], folds: int
) -> list[Point]:
    """Strategies that read no label, fitted to all images, scored on the curve's held-out ones."""
    rights = {}
    for name, options in strategies.items():
        mapper = STRATEGIES[options.method].fit(evidence, options)
        rights[name] = predict(apply(mapper, evidence.train)) == evidence.train_labels
    masks = [assign_folds(evidence.train_labels, folds, seed) == 0 for seed in seeds]
    return [
        _summarise(name, ALL, [(0.0, float(right[held_out].mean())) for held_out in masks])
        for name, right in rights.items()
    ]


def draw_labelled(
    labels: Labels, allowed: NDArray[np.bool_], per_class: int, seed: int
) -> NDArray[np.int64]:
    """Ascending indices: per_class allowed images of each label, all of a label that has fewer.

    A smaller draw of the same seed is part of a larger one; ALL takes every allowed image.
    """
    shuffled = np.random.default_rng(seed).permutation(np.flatnonzero(allowed))
    if per_class == ALL:
        return np.sort(shuffled)
    kept = [shuffled[labels[shuffled] == label][:per_class] for label in np.unique(labels)]
    return np.sort(np.concatenate(kept))


def find_worth(points: Sequence[Point], line: float) -> float | None:
    """Labels per class at which a strategy's curve first reaches the line; None if it never does.

    points: of one strategy, fewest labels first. Straight between points over the logarithm of
    the labels; the first point's number where that is above the line already.
    """
    if points[0].mean >= line:
        return points[0].labels
    for before, after in pairwise(points):
        if after.mean >= line:
            share = (line - before.mean) / (after.mean - before.mean)
            start, end = np.log(before.labels), np.log(after.labels)
            return float(np.exp(start + share * (end - start)))
    return None


def _summarise(name: str, size: int, runs: Sequence[tuple[float, float]]) -> Point:
    counts, accuracies = zip(*runs, strict=True)
    deviation = np.std(accuracies, ddof=1) if len(accuracies) > 1 else 0.0
    return Point(name, size, float(np.mean(counts)), float(np.mean(accuracies)), float(deviation))
