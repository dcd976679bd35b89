"""What the options of strategies have in common."""

from ..core.params import Section
from .groups import GroupsName


class StrategyOptions(Section):
    """One entry of map.strategies in params.yaml; `method` chooses the row of the table."""

    method: str


class GroupOptions(StrategyOptions):
    """Options of a method that uses a class list; no other fit is handed one."""

    groups: GroupsName
