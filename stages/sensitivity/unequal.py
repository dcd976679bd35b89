"""Label-free strategies on classes of unequal frequency: the cost of a wrong prior."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, predict
from ..map.evidence import Evidence, Unlabelled
from ..map.label_free import StandardisedOptions, standardise_groups
from ..map.mapper import Mapper
from ..map.options import StrategyOptions
from ..map.parallel import run_parallel
from ..map.scoring import apply_mapper
from ..map.strategies import STRATEGIES

Vector = NDArray[np.float64]

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
    warned: NDArray[np.bool_]  # whether the fit warns about its prior

    @property
    def differences(self) -> NDArray[np.float64]:
        """Its accuracies minus those of plain `standardise`."""
        return self.accuracies - self.plain

    @property
    def worst_unwarned(self) -> float | None:
        """The lowest difference of a draw without a warning; None if all draws have one."""
        unwarned = self.differences[~self.warned]
        return float(unwarned.min()) if len(unwarned) else None


def measure_unequal(
    strategies: Mapping[str, StrategyOptions], evidence: Evidence, draws: int
) -> tuple[Unequal, ...]:
    """Measure label-free strategies on all cases; labels only select images and give accuracy."""
    targets, labels = len(evidence.knowledge.targets), evidence.train_labels
    chosen = {n: o for n, o in strategies.items() if isinstance(o, StandardisedOptions)}
    results = []
    for case in (EVEN, *ONE_CLASS, MAJORITY, LONG_TAIL):
        samples = [
            resample_labels(labels, choose_shares(case, targets, draw), draw)
            for draw in range(1 if case == EVEN else draws)
        ]
        rows = run_parallel(lambda drawn: _fit_all(chosen, evidence.select(drawn)), samples)
        for name, measured in zip(chosen, zip(*rows, strict=True), strict=True):
            results.append(Unequal(case, name, *map(np.array, zip(*measured, strict=True))))
    return tuple(results)


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


def resample_labels(labels: Labels, keep: Vector, seed: int) -> NDArray[np.int64]:
    """Indices, ascending, of a random share of each class's images, without replacement."""
    chosen = []
    for target, share in enumerate(keep):
        members = np.flatnonzero(labels == target)
        shuffled = np.random.default_rng((seed, target)).permutation(members)
        chosen.append(shuffled[: round(share * len(members))])
    return np.sort(np.concatenate(chosen))


def _fit_all(
    strategies: Mapping[str, StandardisedOptions], seen: Evidence
) -> list[tuple[float, float, bool]]:
    """For each: accuracy, that of `standardise` with its list, and whether the fit warns."""
    plain: dict[tuple[str, str], float] = {}
    measured = []
    for options in strategies.values():
        base = options.groups, options.reduce
        if base not in plain:
            start = standardise_groups(Unlabelled(seen.train, seen.knowledge), options)
            plain[base] = _accuracy(start, seen)
        mapper = STRATEGIES[options.method].fit(seen, options)
        measured.append((_accuracy(mapper, seen), plain[base], mapper.warning is not None))
    return measured


def _accuracy(mapper: Mapper, seen: Evidence) -> float:
    return float((predict(apply_mapper(mapper, seen.train)) == seen.train_labels).mean())
