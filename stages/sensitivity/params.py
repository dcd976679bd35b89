"""The section `sensitivity` of params.yaml: it holds all that the stage varies, and no mapping of
the section `map`, so that a change there does not run it.
"""

from typing import Annotated, TypeVar

from annotated_types import Ge, Gt, Len, Lt
from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from stages.core.params import Section
from stages.map.groups import GroupsName
from stages.map.params import MapParams
from stages.map.reduction import Of, Reduce, Unmapped

Item = TypeVar("Item")
# YAML has no tuples; only the container is converted, its items stay strict
Several = Annotated[tuple[Item, ...], Field(strict=False)]


class Marked(Section):
    """A combination that somebody published or would try first."""

    groups: GroupsName
    of: Of
    reduce: Reduce
    unmapped: Unmapped


class Draws(Section):
    """How often chance is asked."""

    learning: Annotated[int, Ge(2)]  # training sets of each size
    unequal: Annotated[int, Ge(2)]  # sets of images of each case


class SensitivityParams(MapParams):
    """sensitivity; targets, cross_fit and strategies are as in the section `map`."""

    backbone: str
    further: Several[str]  # folders of logits of the same images
    votes: PositiveInt  # k of `vote`
    seed: NonNegativeInt  # of whatever is drawn
    marked: dict[str, Marked]
    labels: Annotated[Several[PositiveInt], Len(min_length=1)]  # of each class, ascending
    draws: Draws
    gammas: Annotated[Several[PositiveFloat], Len(min_length=1)]
    resamples: Annotated[int, Ge(2)]
    confidence: Annotated[float, Gt(0), Lt(1)]
    digits: Annotated[int, Ge(1)]
