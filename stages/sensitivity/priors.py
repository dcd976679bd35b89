"""Training images drawn so that their classes are not equally common: what that does to strategies
that saw no label.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Labels
from stages.map.evidence import Evidence
from stages.map.mapper import predict
from stages.map.options import StrategyOptions
from stages.map.scoring import apply
from stages.map.strategies import STRATEGIES

FEWER = {"half": 0.5, "tenth": 0.1, "absent": 0.0}
TAIL = 100  # the first target is this many times as common as the last (Cao et al., 2019)


@dataclass(frozen=True)
class Scenario:
    """How common each target is to be: weights (K,) ≥ 0, in any unit."""

    name: str
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Shifted:
    """What one strategy, fitted to the images of a scenario, got right of the same images."""

    scenario: str
    strategy: str
    images: int
    accuracy: float


def list_scenarios(targets: Sequence[str]) -> list[Scenario]:
    """Even; each target half as common, a tenth, absent, and as common as all others together; a
    long tail in the order of the targets and one in the opposite order.
    """
    count = len(targets)
    found = [Scenario("even", (1.0,) * count)]
    for number, target in enumerate(targets):
        for name, weight in FEWER.items():
            found.append(Scenario(f"{target} {name}", _with(count, number, weight)))
        found.append(Scenario(f"{target} every other", _with(count, number, count - 1.0)))
    tail = tuple(float(TAIL ** (-place / max(count - 1, 1))) for place in range(count))
    return [*found, Scenario("long tail", tail), Scenario("long tail, reversed", tail[::-1])]


def resample(labels: Labels, weights: Sequence[float], seed: int) -> NDArray[np.int64]:
    """Ascending indices of as many images as there can be with these proportions, each once.

    labels (N,); a target of weight 0 has no image. Rounded to whole images.
    """
    wanted = np.array(weights, dtype=float)
    available = np.bincount(labels, minlength=len(wanted))
    asked = wanted > 0
    scale = (available[asked] / wanted[asked]).min()
    draw = np.random.default_rng(seed)
    kept = []
    for target, weight in enumerate(wanted):
        mine = draw.permutation(np.flatnonzero(labels == target))
        kept.append(mine[: round(weight * scale)])
    return np.sort(np.concatenate(kept))


def score_scenarios(
    evidence: Evidence,
    strategies: Mapping[str, StrategyOptions],
    scenarios: Sequence[Scenario],
    seed: int,
) -> list[Shifted]:
    """Every strategy on every scenario; all on the same images. Labels serve to draw and to count.

    For strategies that read no label: a supervised one would be judged by what it was fitted to.
    """
    found = []
    for scenario in scenarios:
        drawn = resample(evidence.train_labels, scenario.weights, seed)
        part = replace(
            evidence, train=evidence.train[drawn], train_labels=evidence.train_labels[drawn]
        )
        for name, options in strategies.items():
            mapper = STRATEGIES[options.method].fit(part, options)
            right = predict(apply(mapper, part.train)) == part.train_labels
            found.append(Shifted(scenario.name, name, len(drawn), float(right.mean())))
    return found


def _with(count: int, number: int, weight: float) -> tuple[float, ...]:
    return tuple(weight if place == number else 1.0 for place in range(count))
