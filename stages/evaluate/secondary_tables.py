"""Measures all tables beside the metrics, and what the figures need."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tables import evaluate as tables
from . import failures, significance
from .inputs import Predictions, Top1
from .lists import ListUsed, published_lists
from .measured import Measured
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
    top1: Sequence[tables.Top1Count]
    unmapped: Sequence[tables.UnmappedClass]
    policies: Sequence[tables.UnmappedHandling]
    recalls: Sequence[tables.ListRecall]


def measure_tables(
    predictions: Predictions,
    measured: Sequence[Measured],
    top1: Top1,
    lists: Sequence[ListUsed],
    imagenet: Sequence[str],
    chosen: EvaluateParams,
) -> SecondaryTables:
    """Collect the rows of each strategy, and measure what compares several.

    imagenet: the names of the ImageNet classes, by index.
    """
    pairs, family = significance.compare_all(predictions, chosen)
    published = published_lists(lists)
    return SecondaryTables(
        pairs=pairs,
        family=family,
        numbers=[row for one in measured for row in one.numbers],
        against=significance.against_references(predictions, pairs, family, chosen.confidence),
        every_pair=list(significance.list_pairs(predictions, pairs)),
        bins=[row for one in measured for row in one.bins],
        points=[row for one in measured for row in one.points],
        confused=[row for one in measured for row in one.confused],
        top1=list(failures.top1_rows(predictions, top1.choice, imagenet)),
        unmapped=list(
            failures.unmapped_rows(predictions, top1.choice, published, imagenet, chosen.shown)
        ),
        policies=list(failures.policy_rows(predictions, top1.choice, lists, chosen.confidence)),
        recalls=list(failures.recall_rows(predictions, top1.choice, lists)),
    )
