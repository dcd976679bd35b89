"""What `sensitivity` writes, all of it about the dev images.

Numbers without a unit are shares in [0, 1].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..core.arrays import Kind
from .record import Record
from .table import Table

# the columns of `CurveRow` that are choices; the last five make a mapping
CHOICES: Final = ("backbone", "input", "groups", "of", "reduce", "unmapped", "debias")


@dataclass(frozen=True)
class CurveRow:
    """One combination of choices, from worst to best; `mark` is what it is known as, or empty."""

    place: int  # from left to right, with a gap between two kinds
    kind: Kind
    accuracy: float
    low: float
    high: float
    mark: str
    backbone: str
    input: str
    groups: str
    of: str
    reduce: str
    unmapped: str
    debias: str = "none"


@dataclass(frozen=True)
class ShareRow:
    """What one choice explains of the variance of accuracy in a scope of combinations."""

    scope: str
    choice: str
    share: float
    low: float
    high: float
    swing: float  # how far the choice moves accuracy by itself


@dataclass(frozen=True)
class ReferenceRow:
    """A strategy that is no combination of choices."""

    kind: Kind
    strategy: str
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class ExponentRow:
    """`taxonomy` under one exponent γ."""

    gamma: float
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class LearningRow:
    """A supervised strategy fitted to so many labels: mean and range over draws."""

    strategy: str
    labels: int  # of each class
    accuracy: float
    lowest: float
    highest: float
    line: float | None  # the best accuracy without any label


@dataclass(frozen=True)
class UnequalRow:
    """A label-free strategy on classes of unequal frequency: mean and range over draws."""

    case: str
    strategy: str
    accuracy: float
    lowest: float
    highest: float
    difference: float  # mean accuracy less that of `standardise`, in [−1, 1]
    worst: float  # the lowest such difference


@dataclass(frozen=True)
class HabitRow:
    """A list, logsumexp of logits less their mean over synthetic pictures, or over real ones."""

    backbone: str
    input: str
    groups: str
    debias: str  # none, a kind of synthetic picture, all of them (pool), or the training images
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class Scope:
    """A set of combinations."""

    specifications: int
    distinct: int  # those that get different images right
    lowest: float
    median: float
    highest: float
    deviation: float  # standard deviation of the accuracies
    shares: Mapping[str, float]  # by choice


@dataclass(frozen=True)
class Best:
    """The best strategy of a kind."""

    strategy: str
    accuracy: float


@dataclass(frozen=True)
class Summary:
    """The numbers that one would quote."""

    images: int
    scopes: Mapping[str, Scope]
    references: Mapping[Kind, Best]
    label_free_is_worth: Mapping[str, float | None]  # labels of each class; None: never reached
    marks: Mapping[str, float]  # accuracies


SPECIFICATION = Table(CurveRow, "plots/sensitivity/specification.csv", "sensitivity")
SHARES = Table(ShareRow, "plots/sensitivity/shares.csv", "sensitivity")
REFERENCES = Table(ReferenceRow, "plots/sensitivity/references.csv", "sensitivity")
EXPONENT = Table(ExponentRow, "plots/sensitivity/exponent.csv", "sensitivity")
LEARNING = Table(LearningRow, "plots/sensitivity/learning.csv", "sensitivity")
UNEQUAL = Table(UnequalRow, "plots/sensitivity/unequal.csv", "sensitivity")
HABITS = Table(HabitRow, "plots/sensitivity/habits.csv", "sensitivity")
SUMMARY = Record(Summary, "plots/sensitivity/summary.json", "sensitivity")
