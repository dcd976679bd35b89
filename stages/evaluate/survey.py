"""Everything that is said of a field beside the six numbers: tables by topic, what figures need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import curves, differences, failures, uncertainty
from .bootstrap import Counts
from .inputs import Favourites, Field
from .lists import ListUsed, Members, published_lists
from .params import EvaluateParams
from .significance import Family, Pairs
from .tables import Table


@dataclass(frozen=True)
class Survey:
    """One typed list of rows a topic; each is a file plots/<topic>/<backbone>.csv."""

    pairs: Pairs
    family: Family
    numbers: Sequence[uncertainty.Number]
    against: Sequence[differences.Against]
    every_pair: Sequence[differences.Pair]
    bins: Sequence[curves.Bin]
    points: Sequence[curves.Point]
    confused: Sequence[failures.Confused]
    unmapped: Sequence[failures.Unmapped]
    policies: Sequence[failures.Policy]
    recalls: Sequence[failures.Recall]

    def tables(self) -> dict[str, Table]:
        """By topic, in the order in which docs/metrics.md explains them."""
        return {
            "statistics": Table(uncertainty.Number, self.numbers),
            "significance": Table(differences.Against, self.against),
            "pairs": Table(differences.Pair, self.every_pair),
            "reliability": Table(curves.Bin, self.bins),
            "risk_coverage": Table(curves.Point, self.points),
            "confused": Table(failures.Confused, self.confused),
            "unmapped": Table(failures.Unmapped, self.unmapped),
            "policies": Table(failures.Policy, self.policies),
            "lists": Table(failures.Recall, self.recalls),
        }


def survey(
    field: Field,
    favourites: Favourites,
    lists: Sequence[ListUsed],
    imagenet: Sequence[str],
    resamples: Counts,
    chosen: EvaluateParams,
) -> Survey:
    """Measure it all; imagenet: the names of the classes that favourites are indices of."""
    pairs, family = differences.compare_all(field, chosen)
    published = published_lists(lists)
    return Survey(
        pairs=pairs,
        family=family,
        numbers=uncertainty.measure_numbers(
            field, _mapped(favourites, lists, published), resamples, chosen
        ),
        against=differences.against_references(field, pairs, family, chosen.confidence),
        every_pair=list(differences.list_pairs(field, pairs)),
        bins=list(curves.reliability_rows(field, chosen.bins, chosen.confidence)),
        points=list(curves.risk_coverage_rows(field)),
        confused=list(failures.confused_rows(field, chosen.shown)),
        unmapped=list(
            failures.unmapped_rows(field, favourites.dev, published, imagenet, chosen.shown)
        ),
        policies=list(failures.policy_rows(field, favourites.dev, lists, chosen.confidence)),
        recalls=list(failures.recall_rows(field, favourites.dev, lists)),
    )


def _mapped(
    favourites: Favourites, lists: Sequence[ListUsed], published: Mapping[str, Members]
) -> dict[str, failures.Flags]:
    """Of each strategy with a list whether the test favourites are in it, as it was published."""
    members = {used.strategy: published.get(used.groups, used.members) for used in lists}
    return {name: failures.is_mapped(favourites.test, found) for name, found in members.items()}
