"""All that is measured of one strategy alone, and its text, as work/evaluate keeps it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from .. import kept
from ..core import checksums, paths
from ..core.arrays import is_mapped
from ..statistics import Estimate
from ..tables.evaluate import ConfusedPair, ReliabilityBin, RiskCoveragePoint, Statistic
from .bootstrap import Resamples
from .case import Flags
from .confusion import PerClass
from .curves import reliability_rows, risk_coverage_rows
from .estimates import measure_numbers
from .failures import confused_rows
from .inputs import Predictions, StrategyScores, Top1
from .lists import ListUsed, published_lists
from .params import EvaluateParams
from .results import Result, measure_strategy


@dataclass(frozen=True)
class Measured:
    """The result of a strategy, and its rows of the tables beside the metrics."""

    result: Result
    numbers: Sequence[Statistic]
    bins: Sequence[ReliabilityBin]
    points: Sequence[RiskCoveragePoint]
    confused: Sequence[ConfusedPair]


def measure(
    strategy: StrategyScores,
    predictions: Predictions,
    mapped: Mapping[str, Flags],
    resamples: Resamples,
    chosen: EvaluateParams,
) -> Measured:
    """Measure one strategy; mapped: `flag_mapped`; resamples of the test images."""
    alone = replace(predictions, strategies=(strategy,))
    return Measured(
        result=measure_strategy(strategy, predictions, resamples, chosen.confidence),
        numbers=measure_numbers(alone, mapped, resamples, chosen),
        bins=list(reliability_rows(alone, chosen.bins, chosen.confidence)),
        points=list(risk_coverage_rows(alone)),
        confused=list(confused_rows(alone, chosen.shown)),
    )


def measure_all(
    backbone: str,
    predictions: Predictions,
    mapped: Mapping[str, Flags],
    resamples: Resamples,
    chosen: EvaluateParams,
    store: kept.Store,
) -> list[Measured]:
    """Measure every strategy that the store does not have."""
    sums = checksums.read(paths.scores(backbone) / checksums.NAME)
    labels = [predictions.dev_labels, predictions.test_labels]
    options = chosen.model_dump(exclude={"digits", "references"})
    measured = []
    for strategy in predictions.strategies:
        name = strategy.name
        scores = [sums[f"{side}/{name}.npz"] for side in ("dev", "test")]

        def compute(strategy: StrategyScores = strategy) -> str:
            return to_text(measure(strategy, predictions, mapped, resamples, chosen))

        depends = [name, strategy.kind, scores, mapped.get(name), labels, options]
        measured.append(from_text(store.take(depends, compute, {})))
    return measured


def flag_mapped(top1: Top1, lists: Sequence[ListUsed]) -> dict[str, Flags]:
    """For each strategy with a list: whether the test images' top-1 classes are in that list."""
    published = published_lists(lists)
    members = {used.strategy: published.get(used.groups, used.members) for used in lists}
    return {name: is_mapped(top1.test, groups) for name, groups in members.items()}


def to_text(measured: Measured) -> str:
    """JSON with all digits."""
    result = measured.result
    arrays = (result.counts, *result.per_class, result.per_class_limits)
    content = {
        "result": [result.strategy, result.kind, result.dev, result.test, result.answered],
        "arrays": [array.tolist() for array in arrays],
        "numbers": [astuple(row) for row in measured.numbers],
        "bins": [astuple(row) for row in measured.bins],
        "points": [astuple(row) for row in measured.points],
        "confused": [astuple(row) for row in measured.confused],
    }
    return json.dumps(content)


def from_text(text: str) -> Measured:
    """What `to_text` was given."""
    content = json.loads(text)
    name, kind, dev, test, answered = content["result"]
    counts, precision, recall, f1, support, limits = map(np.array, content["arrays"])
    return Measured(
        Result(
            name, kind, Estimate(*dev) if dev else None, Estimate(*test), answered,
            counts, PerClass(precision, recall, f1, support), limits,
        ),
        [Statistic(*row) for row in content["numbers"]],
        [ReliabilityBin(*row) for row in content["bins"]],
        [RiskCoveragePoint(*row) for row in content["points"]],
        [ConfusedPair(*row) for row in content["confused"]],
    )  # fmt: skip
