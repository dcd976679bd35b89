"""The section `map` of params.yaml: the strategies by name."""

from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, Len
from pydantic import BaseModel, PlainValidator, SerializeAsAny

from ..core.params import Section
from ..core.values import Seed, StrategyName
from .options import StrategyOptions
from .strategies import STRATEGIES


class _Method(BaseModel):
    """The method of an entry. It is read first, because it decides which options are allowed."""

    method: Literal[tuple(STRATEGIES)]  # type: ignore[valid-type] # the table is complete by now


def _by_method(entry: Any) -> StrategyOptions:
    """The options of an entry's method; an error keeps its place in the file."""
    return STRATEGIES[_Method.model_validate(entry).method].options.model_validate(entry)


Strategy = Annotated[SerializeAsAny[StrategyOptions], PlainValidator(_by_method)]


class CrossFit(Section):
    """Cross-fitting: strategies that see images score each fold after a fit to the other folds."""

    folds: Annotated[int, Ge(2), Le(1000)]
    seed: Seed


class MapParams(Section):
    """The section `map`."""

    cross_fit: CrossFit
    strategies: Annotated[dict[StrategyName, Strategy], Len(min_length=1)]
