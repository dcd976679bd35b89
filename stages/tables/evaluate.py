"""What `evaluate` writes: metrics/ for `dvc metrics`, plots/ for `dvc plots` and the pages.

docs/metrics.md defines every number; here is what a row is, and the type and unit of each column.
Numbers without a unit are shares in [0, 1]. All but what says "dev" speaks of the test images;
without training images there is no dev number, and what is about dev images is about test images.
"""

from dataclasses import dataclass
from typing import Annotated

from ..core.arrays import Kind
from ..statistics import Estimate, Verdict
from .record import Record
from .table import Significant, Table

PValue = Annotated[float, Significant(3)]  # small ones matter
REJECTED_COLUMN = "rejected"  # in place of a target's name, in tables of predictions


@dataclass(frozen=True)
class Metrics:
    """The numbers of one strategy that `dvc metrics show` prints."""

    accuracy: float
    accuracy_low: float  # the ends of its Wilson interval
    accuracy_high: float
    macro_f1: float
    answered_share: float
    dev_accuracy: float | None = None  # None: there are no training images


@dataclass(frozen=True)
class Cell:
    """A cell of a strategy's confusion matrix."""

    actual: str
    predicted: str  # a target, or REJECTED_COLUMN
    count: int  # images
    share: float  # of the images of `actual`


@dataclass(frozen=True)
class ClassScores:
    """How well one strategy recognises one target."""

    strategy: str
    kind: Kind
    class_: str
    precision: Estimate
    recall: Estimate
    f1: Estimate
    support: int  # images of the target


@dataclass(frozen=True)
class Accuracy:
    """One strategy's accuracy on test and on dev, with Wilson intervals."""

    kind: Kind
    strategy: str
    accuracy: float
    low: float
    high: float
    dev_accuracy: float | None  # None: there are no training images
    dev_low: float | None
    dev_high: float | None


@dataclass(frozen=True)
class Statistic:
    """One further number of one strategy; what each name means and its unit: docs/metrics.md."""

    kind: Kind
    strategy: str
    number: str
    value: float
    low: float | None  # None: it is no function of the test images
    high: float | None
    labels_used: bool  # whether it rests on training labels, as all of supervised ones do


@dataclass(frozen=True)
class ReferenceTest:
    """A strategy against the reference of its kind: one test of the declared family."""

    kind: Kind
    strategy: str
    reference: str
    difference: float  # of accuracies, in [−1, 1]
    low: float
    high: float
    gained: int  # images that only the strategy has right
    lost: int  # images that only the reference has right
    p: PValue  # exact McNemar
    p_holm: PValue  # corrected over the family
    verdict: Verdict


@dataclass(frozen=True)
class PairwiseDifference:
    """A strategy's accuracy less that of another, of any kinds; never corrected, so no verdict."""

    kind: Kind
    strategy: str
    other_kind: Kind
    other: str
    difference: float  # in [−1, 1]
    low: float
    high: float
    p: PValue


@dataclass(frozen=True)
class ReliabilityBin:
    """Images of about the same confidence; accuracy with its Wilson interval."""

    kind: Kind
    strategy: str
    bin_low: float
    bin_high: float
    images: int
    confidence: float  # mean
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class RiskCoveragePoint:
    """Share of wrong answers if only the most confident share of images is answered."""

    kind: Kind
    strategy: str
    coverage: float
    risk: float


@dataclass(frozen=True)
class ConfusedPair:
    """Dev images of one target that a strategy takes for another."""

    kind: Kind
    strategy: str
    actual: str
    predicted: str
    images: int
    share: float  # of the images of `actual`


@dataclass(frozen=True)
class UnmappedClass:
    """Dev images of a target whose top-1 class is one that stands for nothing in a list."""

    groups: str  # the list
    target: str
    imagenet: str  # the class
    imagenet_index: int
    images: int
    share: float  # of the images of the target


@dataclass(frozen=True)
class Top1Count:
    """Dev images of a target that have this top-1 class; no row where there are none."""

    imagenet_index: int
    imagenet: str  # the class
    target: str
    images: int


@dataclass(frozen=True)
class UnmappedHandling:
    """What a strategy does with dev images whose top-1 class is unmapped, and its effect."""

    kind: Kind
    strategy: str
    unmapped: str
    groups: str
    of: str
    reduce: str
    mapped_share: float  # of all images
    accuracy_mapped: float | None  # where the list has the top-1 class; None: nowhere
    accuracy_unmapped: float | None  # where it has not
    accuracy: float
    difference: float  # accuracy less that of `ignore`, in [−1, 1]
    low: float
    high: float


@dataclass(frozen=True)
class ListRecall:
    """How many dev images of a target are found with one list, all else being equal."""

    kind: Kind
    strategy: str
    groups: str
    of: str
    reduce: str
    unmapped: str
    target: str
    recall: float
    mapped_share: float | None  # of the target's images; None where it has none
    images: int


METRICS = Record(Metrics, "metrics/{backbone}/{kind}/{strategy}.json", "evaluate")
CONFUSION = Table(Cell, "plots/confusion/{backbone}/{strategy}.csv", "evaluate")
PER_CLASS = Table(ClassScores, "plots/per_class/{backbone}.csv", "evaluate")
ACCURACY = Table(Accuracy, "plots/accuracy/{backbone}.csv", "evaluate")
STATISTICS = Table(Statistic, "plots/statistics/{backbone}.csv", "evaluate")
SIGNIFICANCE = Table(ReferenceTest, "plots/significance/{backbone}.csv", "evaluate")
PAIRS = Table(PairwiseDifference, "plots/pairs/{backbone}.csv", "evaluate")
RELIABILITY = Table(ReliabilityBin, "plots/reliability/{backbone}.csv", "evaluate")
RISK_COVERAGE = Table(RiskCoveragePoint, "plots/risk_coverage/{backbone}.csv", "evaluate")
CONFUSED = Table(ConfusedPair, "plots/confused/{backbone}.csv", "evaluate")
TOP1 = Table(Top1Count, "plots/top_classes/{backbone}.csv", "evaluate")
UNMAPPED = Table(UnmappedClass, "plots/unmapped/{backbone}.csv", "evaluate")
POLICIES = Table(UnmappedHandling, "plots/policies/{backbone}.csv", "evaluate")
LISTS = Table(ListRecall, "plots/lists/{backbone}.csv", "evaluate")
