"""Label-free strategies on classes of unequal frequency: the cost of a wrong prior."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, predict
from ..map.evidence import Evidence
from ..map.label_free import StandardisedOptions
from ..map.options import StrategyOptions
from ..map.parallel import run_parallel
from ..map.scoring import apply_mapper
from ..map.strategies import STRATEGIES, standardise
from .pieces import Take, compute

Vector = NDArray[np.float64]
Indices = NDArray[np.int64]

EVEN: Final = "as they are"
# the share of one class that is kept; another class in each draw
ONE_CLASS: Final[Mapping[str, float]] = {
    "one class halved": 0.5,
    "one class at a tenth": 0.1,
    "one class absent": 0.0,
}
MAJORITY: Final = "one class is half of all"
LONG_TAIL: Final = "long tail, 10 to 1"


@dataclass(frozen=True)
class Unequal:
    """One strategy, fitted to and measured on the images of one case; arrays (draws,)."""

    case: str
    strategy: str
    accuracies: NDArray[np.float64]
    plain: NDArray[np.float64]  # accuracies of `standardise` with its list and reduction

    @property
    def differences(self) -> NDArray[np.float64]:
        """Its accuracies minus those of plain `standardise`."""
        return self.accuracies - self.plain


def measure_unequal(
    strategies: Mapping[str, StrategyOptions],
    evidence: Evidence,
    draws: int,
    take: Take = compute,
) -> tuple[Unequal, ...]:
    """Measure label-free strategies on all cases; labels only select images and give accuracy."""
    chosen = {n: o for n, o in strategies.items() if isinstance(o, StandardisedOptions)}
    return tuple(
        one
        for case in (EVEN, *ONE_CLASS, MAJORITY, LONG_TAIL)
        for one in _measure_case(case, chosen, evidence, draws, take)
    )


def _measure_case(
    case: str,
    strategies: Mapping[str, StandardisedOptions],
    evidence: Evidence,
    draws: int,
    take: Take,
) -> Iterator[Unequal]:
    samples = [_draw(evidence, case, draw) for draw in range(1 if case == EVEN else draws)]

    @cache
    def measure(options: StandardisedOptions) -> NDArray[np.float64]:
        found = take(
            options,
            ["unequal", case, draws],
            lambda: list(run_parallel(lambda of: _fit(options, evidence.select(of)), samples)),
        )
        return np.array(found)

    for name, options in strategies.items():
        yield Unequal(case, name, measure(options), measure(_plain(options)))


def choose_shares(case: str, targets: int, draw: int) -> Vector:
    """(K,): the share of each class's images that a case keeps; the draw selects the class."""
    order = np.roll(np.arange(targets), draw)
    keep = np.ones(targets)
    if case in ONE_CLASS:
        keep[order[0]] = ONE_CLASS[case]
    elif case == MAJORITY:
        keep[order[1:]] = 1 / (targets - 1)
    elif case == LONG_TAIL:
        keep[order] = np.logspace(0, -1, targets)
    return keep


def resample_labels(labels: Labels, keep: Vector, seed: int) -> Indices:
    """Indices, ascending, of a random share of each class's images, without replacement."""
    chosen = []
    for target, share in enumerate(keep):
        members = np.flatnonzero(labels == target)
        shuffled = np.random.default_rng((seed, target)).permutation(members)
        chosen.append(shuffled[: round(share * len(members))])
    return np.sort(np.concatenate(chosen))


def _draw(evidence: Evidence, case: str, draw: int) -> Indices:
    """Indices of the training images that are in a draw of a case."""
    shares = choose_shares(case, len(evidence.knowledge.targets), draw)
    return resample_labels(evidence.train_labels, shares, draw)


def _plain(options: StandardisedOptions) -> standardise.Options:
    """`standardise` with the list and the reduction of another strategy."""
    return standardise.Options(method="standardise", groups=options.groups, reduce=options.reduce)


def _fit(options: StandardisedOptions, seen: Evidence) -> float:
    """Accuracy on the images that it is fitted to."""
    mapper = STRATEGIES[options.method].fit(seen, options)
    right = predict(apply_mapper(mapper, seen.train)) == seen.train_labels
    return float(right.mean())
