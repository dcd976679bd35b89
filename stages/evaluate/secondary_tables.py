"""Measures all tables beside the metrics, and what the figures need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.arrays import Members, is_mapped
from ..tables import evaluate as tables
from . import curves, differences, failures, uncertainty
from .bootstrap import Counts
from .inputs import Predictions, Top1
from .lists import ListUsed, published_lists
from .params import EvaluateParams
from .significance import Family, Pairs


@dataclass(frozen=True)
class SecondaryTables:
    """The rows of each topic; each list is a file plots/<topic>/<backbone>.csv."""

    pairs: Pairs
    family: Family
    numbers: Sequence[tables.Statistic]
    against: Sequence[tables.ReferenceTest]
    every_pair: Sequence[tables.PairwiseDifference]
    bins: Sequence[tables.ReliabilityBin]
    points: Sequence[tables.RiskCoveragePoint]
    confused: Sequence[tables.ConfusedPair]
    unmapped: Sequence[tables.UnmappedClass]
    policies: Sequence[tables.UnmappedHandling]
    recalls: Sequence[tables.ListRecall]


def measure_tables(
    predictions: Predictions,
    top1: Top1,
    lists: Sequence[ListUsed],
    imagenet: Sequence[str],
    resamples: Counts,
    chosen: EvaluateParams,
) -> SecondaryTables:
    """Measure all tables; imagenet: the names of the ImageNet classes, by index."""
    pairs, family = differences.compare_all(predictions, chosen)
    published = published_lists(lists)
    return SecondaryTables(
        pairs=pairs,
        family=family,
        numbers=uncertainty.measure_numbers(
            predictions, _mapped(top1, lists, published), resamples, chosen
        ),
        against=differences.against_references(predictions, pairs, family, chosen.confidence),
        every_pair=list(differences.list_pairs(predictions, pairs)),
        bins=list(curves.reliability_rows(predictions, chosen.bins, chosen.confidence)),
        points=list(curves.risk_coverage_rows(predictions)),
        confused=list(failures.confused_rows(predictions, chosen.shown)),
        unmapped=list(
            failures.unmapped_rows(predictions, top1.dev, published, imagenet, chosen.shown)
        ),
        policies=list(failures.policy_rows(predictions, top1.dev, lists, chosen.confidence)),
        recalls=list(failures.recall_rows(predictions, top1.dev, lists)),
    )


def _mapped(
    top1: Top1, lists: Sequence[ListUsed], published: Mapping[str, Members]
) -> dict[str, failures.Flags]:
    """For each strategy with a list: whether the test images' top-1 classes are in that list."""
    members = {used.strategy: published.get(used.groups, used.members) for used in lists}
    return {name: is_mapped(top1.test, groups) for name, groups in members.items()}
