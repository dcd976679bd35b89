"""The section `sensitivity` of params.yaml.

It has all parameters of the stage, so a change in the section `map` does not run the stage.
"""

from typing import Annotated

from annotated_types import Ge, Le

from ..core.params import Section
from ..core.values import Ascending, Confidence, Digits, OneOrMore, Seed, Several
from ..map.groups import GroupsName
from ..map.habit import Debias
from ..map.params import MapParams
from ..map.reduction import Of, Reduce, Unmapped, Votes
from ..map.strategies.taxonomy import Gamma

Count = Annotated[int, Ge(2), Le(1000)]


class Marked(Section):
    """A combination with a mark in the figure, such as a published one."""

    groups: GroupsName
    of: Of
    reduce: Reduce
    unmapped: Unmapped
    debias: Debias = "none"


class Draws(Section):
    """The numbers of random draws."""

    learning: Count  # training sets of each size
    unequal: Count  # sets of images of each case


class SensitivityParams(MapParams):
    """The parameters; cross_fit and strategies are as in the section `map`."""

    backbone: str
    further: Several[str]  # folders of logits of the same images
    debias: OneOrMore[Debias]  # levels of that choice
    votes: Votes
    seed: Seed  # of all random draws
    marked: dict[str, Marked]
    labels: Ascending[Annotated[int, Ge(1), Le(1_000_000)]]  # labelled images of each class
    draws: Draws
    gammas: Ascending[Gamma]  # of `taxonomy`
    resamples: Annotated[int, Ge(2), Le(100_000)]
    confidence: Confidence
    digits: Digits
