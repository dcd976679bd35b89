"""Options that several strategies share."""

from ..core.params import Section
from .groups import GroupsName


class StrategyOptions(Section):
    """One entry of map.strategies in params.yaml; `method` is a key of `STRATEGIES`."""

    method: str


class GroupOptions(StrategyOptions):
    """Options of a method that uses a class list; other methods never see a list."""

    groups: GroupsName
