"""What `people` writes where it is switched on, all of it about the test images.

Numbers without a unit are shares in [0, 1].
"""

from dataclasses import dataclass

from ..core.arrays import Kind
from ..statistics import Estimate
from .table import Table


@dataclass(frozen=True)
class PeopleNumber:
    """A number of the people alone; what each name means and its unit: docs/metrics.md."""

    number: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class PeopleRow:
    """One strategy beside people; None: the number does not exist for it."""

    kind: Kind
    strategy: str
    accuracy: float
    agreement: float  # with one randomly drawn person on what is right or wrong
    chance_agreement: float
    kappa: Estimate | None  # in [−1, 1]
    cross_entropy: Estimate | None  # in nats


PEOPLE = Table(PeopleNumber, "report/people/people.csv", "people")
STRATEGIES = Table(PeopleRow, "report/people/strategies.csv", "people")
