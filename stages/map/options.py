"""What every strategy's options have in common."""

from stages.core.params import Section


class StrategyOptions(Section):
    """One entry of map.strategies in params.yaml; `method` chooses the row of the table."""

    method: str
