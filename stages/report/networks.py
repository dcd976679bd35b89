"""Several networks side by side: the accuracy of each strategy, and how far their orders agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atanh, isnan, sqrt, tanh
from statistics import NormalDist, fmean
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Kind
from ..results.evaluation import Content, Evaluation, Result

RANKED = 5  # strategies of a kind from which on the agreement of two orders is told
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StrategyRow:
    """One strategy under all networks; results: in their order, None where a network lacks it."""

    kind: Kind
    strategy: str
    results: tuple[Result | None, ...]
    mean: float  # of the accuracies by which one chooses, over the networks that have it
    is_best: tuple[bool, ...]  # for each network, whether it is the best of its kind there


@dataclass(frozen=True)
class Agreement:
    """Kendall's τ-b of two orders of the same strategies; None: no interval can be told."""

    tau: float
    low: float | None
    high: float | None
    strategies: int


@dataclass(frozen=True)
class AgreementRow:
    """The agreement of two networks, by kind; a kind with too few strategies is left out."""

    first: str
    second: str
    kinds: dict[Kind, Agreement]

    @property
    def mean(self) -> float:
        """The mean τ over the kinds, by which pairs are sorted."""
        return fmean(one.tau for one in self.kinds.values())


@dataclass(frozen=True)
class SideBySide:
    """All networks; rows: by kind, the highest mean first; agreements: the highest τ first."""

    evaluations: tuple[Evaluation, ...]
    rows: tuple[StrategyRow, ...]
    agreements: tuple[AgreementRow, ...]

    @property
    def tau_ranges(self) -> dict[Kind, tuple[float, float]]:
        """For each kind that was compared, the smallest and the largest τ of two networks."""
        return {
            kind: (min(found), max(found))
            for kind in get_args(Kind)
            if (found := [a.kinds[kind].tau for a in self.agreements if kind in a.kinds])
        }

    @property
    def best(self) -> dict[Kind, tuple[Result | None, ...]]:
        """For each kind, the best strategy of each network; None where it has none of the kind."""
        return {
            kind: tuple(
                next((r.results[n] for r in self.rows if r.kind == kind and r.is_best[n]), None)
                for n in range(len(self.evaluations))
            )
            for kind in dict.fromkeys(row.kind for row in self.rows)
        }


def set_side_by_side(content: Content) -> SideBySide | None:
    """None for one network alone; one that was shown other images stands apart."""
    evaluations = content.alike
    if len(evaluations) < 2:
        return None
    rows = [row for kind in get_args(Kind) for row in _rows_of(kind, evaluations)]
    pairs = [_compare(*pair, content.confidence) for pair in combinations(evaluations, 2)]
    agreements = sorted((pair for pair in pairs if pair.kinds), key=lambda pair: -pair.mean)
    return SideBySide(evaluations, tuple(rows), tuple(agreements))


def best_of_kinds(content: Content) -> dict[Kind, tuple[str, Result]]:
    """The best result of each kind over all networks, with its network; ties: the first one."""
    found = [(one.backbone, result) for one in content.alike for result in one.results]
    best: dict[Kind, tuple[str, Result]] = {}
    for kind in get_args(Kind):
        of_kind = [pair for pair in found if pair[1].kind == kind]
        if of_kind:
            best[kind] = max(of_kind, key=lambda pair: pair[1].choice)
    return best


def _rows_of(kind: Kind, evaluations: Sequence[Evaluation]) -> list[StrategyRow]:
    """The strategies of a kind, the highest mean first; ties: by name."""
    by_network = [{r.strategy: r for r in one.results if r.kind == kind} for one in evaluations]
    best = [
        min(found, key=lambda name: (-found[name].choice, name), default=None)
        for found in by_network
    ]
    rows = []
    for name in {name: None for found in by_network for name in found}:
        results = tuple(found.get(name) for found in by_network)
        mean = fmean(result.choice for result in results if result)
        rows.append(StrategyRow(kind, name, results, mean, tuple(name == one for one in best)))
    return sorted(rows, key=lambda row: (-row.mean, row.strategy))


def _compare(first: Evaluation, second: Evaluation, confidence: float) -> AgreementRow:
    kinds: dict[Kind, Agreement] = {}
    for kind in get_args(Kind):
        before, after = (
            {result.strategy: result.accuracy for result in one.results if result.kind == kind}
            for one in (first, second)
        )
        shared = sorted(before.keys() & after.keys())
        found = agree([before[n] for n in shared], [after[n] for n in shared], confidence)
        if found:
            kinds[kind] = found
    return AgreementRow(first.backbone, second.backbone, kinds)


def agree(before: Sequence[float], after: Sequence[float], confidence: float) -> Agreement | None:
    """Kendall's τ-b with the interval of Fieller, Hartley and Pearson (1957) over the strategies.

    tanh(artanh τ ± z·√(.437/(n − 4))): as if the n strategies were drawn from many of their kind.
    None for fewer than RANKED strategies, or where all of one side are equal; τ of ±1 has no
    interval.
    """
    if len(before) < RANKED:
        return None
    tau = float(kendall_tau(np.array(before), np.array(after)))
    if isnan(tau):
        return None
    if abs(tau) >= 1:
        return Agreement(tau, None, None, len(before))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(0.437 / (len(before) - 4))
    low, high = (tanh(atanh(tau) + step) for step in (-reach, reach))
    return Agreement(tau, low, high, len(before))


def kendall_tau(first: Floats, second: Floats) -> Floats:
    """Kendall's (1945) τ-b of two sets of values (S, …) along the first axis; NaN: all are equal.

    Σ of the signs' products over pairs of strategies, over √(pairs untied in one · in the other).
    """
    one, other = np.triu_indices(len(first), 1)
    signs = [np.sign(values[one] - values[other]) for values in (first, second)]
    untied = np.prod([np.abs(sign).sum(axis=0) for sign in signs], axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray((signs[0] * signs[1]).sum(axis=0) / np.sqrt(untied))
