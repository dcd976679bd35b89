"""How much `self_train` should believe, without a label: what two halves of the images agree on.

The stability of Lange et al. (2004): a setting is as good as two mappings, each fitted to one half
of the images, call all images alike. It cannot compare settings that lean on something fixed to
a different degree: a heavier start always agrees more with itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Logits
from stages.map.evidence import Unlabelled
from stages.map.mapper import predict
from stages.map.options import StrategyOptions
from stages.map.parallel import run_parallel
from stages.map.scoring import apply
from stages.map.strategies import self_train


@dataclass(frozen=True)
class Agreement:
    """Share of images (draws,) that two halves call alike, for one fraction of one strategy."""

    strategy: str
    fraction: float
    shares: NDArray[np.float64]


def agree_all(
    strategies: Mapping[str, StrategyOptions],
    seen: Unlabelled,
    fractions: Sequence[float],
    draws: int,
) -> tuple[Agreement, ...]:
    """Every strategy that trains itself, with every fraction on the same `draws` halvings."""
    ours = {n: o for n, o in strategies.items() if isinstance(o, self_train.Options)}
    cases = list(product(ours, fractions))

    def one(case: tuple[tuple[str, float], int]) -> float:
        (name, fraction), draw = case
        return agree(ours[name].model_copy(update={"fraction": fraction}), seen, draw)

    shares = np.array(list(run_parallel(one, product(cases, range(draws)))))
    by_case = zip(cases, shares.reshape(len(cases), draws), strict=True)
    return tuple(Agreement(name, fraction, found) for (name, fraction), found in by_case)


def agree(options: self_train.Options, seen: Unlabelled, seed: int) -> float:
    """Fit to each half of the images, at random; the share of all images that both call alike."""
    order = np.random.default_rng(seed).permutation(len(seen.logits))
    first, second = (
        _predictions(options, seen, seen.logits[np.sort(half)]) for half in np.array_split(order, 2)
    )
    return float((first == second).mean())


def most_agreed(found: Sequence[Agreement]) -> dict[str, float]:
    """Of each strategy the fraction with the highest mean agreement, the smallest of equal ones."""
    best: dict[str, Agreement] = {}
    for one in sorted(found, key=lambda known: known.fraction):
        if one.strategy not in best or one.shares.mean() > best[one.strategy].shares.mean():
            best[one.strategy] = one
    return {strategy: one.fraction for strategy, one in best.items()}


def _predictions(options: self_train.Options, seen: Unlabelled, half: Logits) -> NDArray[np.int64]:
    mapper = self_train.fit(Unlabelled(half, seen.knowledge), options)
    return predict(apply(mapper, seen.logits))
