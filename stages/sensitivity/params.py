"""The section `sensitivity` of params.yaml: it holds all that the stage varies, and no mapping of
the section `map`, so that a change there does not run it.
"""

from typing import Annotated

from annotated_types import Ge, Le

from ..core.params import Section
from ..core.values import Ascending, Confidence, Digits, Seed, Several
from ..map.groups import GroupsName
from ..map.params import MapParams
from ..map.reduction import Of, Reduce, Unmapped, Votes
from ..map.strategies.taxonomy import Gamma

Count = Annotated[int, Ge(2), Le(1000)]


class Marked(Section):
    """A combination that somebody published or would try first."""

    groups: GroupsName
    of: Of
    reduce: Reduce
    unmapped: Unmapped


class Draws(Section):
    """How often chance is asked."""

    learning: Count  # training sets of each size
    unequal: Count  # sets of images of each case


class SensitivityParams(MapParams):
    """sensitivity; targets, cross_fit and strategies are as in the section `map`."""

    backbone: str
    further: Several[str]  # folders of logits of the same images
    votes: Votes
    seed: Seed  # of whatever is drawn
    marked: dict[str, Marked]
    labels: Ascending[Annotated[int, Ge(1), Le(1_000_000)]]  # of each class
    draws: Draws
    gammas: Ascending[Gamma]  # of `taxonomy`
    resamples: Annotated[int, Ge(2), Le(100_000)]
    confidence: Confidence
    digits: Digits
