"""The map section: which targets, and which strategies under which names."""

from typing import Annotated, Any, Literal

from annotated_types import Ge, Len
from pydantic import BaseModel, PlainValidator, SerializeAsAny, StringConstraints

from ..core.params import Section
from ..core.values import Seed
from .options import StrategyOptions
from .strategies import STRATEGIES

# names files, whose names have at most 255 bytes with all that is put around this
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]


class _Method(BaseModel):
    """Read first, for it decides what else an entry may say."""

    method: Literal[tuple(STRATEGIES)]  # type: ignore[valid-type] # the table is complete by now


def _by_method(entry: Any) -> StrategyOptions:
    """An entry as the options of its method; a fault keeps its place in the file."""
    return STRATEGIES[_Method.model_validate(entry).method].options.model_validate(entry)


Strategy = Annotated[SerializeAsAny[StrategyOptions], PlainValidator(_by_method)]


class CrossFit(Section):
    """How supervised strategies get scores of training images: fitted to the other folds."""

    folds: Annotated[int, Ge(2)]
    seed: Seed


class MapParams(Section):
    """map."""

    targets: str
    cross_fit: CrossFit
    strategies: Annotated[dict[Name, Strategy], Len(min_length=1)]
