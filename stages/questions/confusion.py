"""Question 9: weak spots in the confusion matrix, and whether another mapping helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from ..results.findings import find_kinds
from ..statistics import mcnemar_p
from ..tables.evaluate import ListRecall, PairwiseDifference
from .evidence import Evidence, Matrix
from .verdicts import ClaimVerdict, QuestionResult

EXAMPLE = ("cat", "dog")  # the course's example
SHOWN = 5


@dataclass(frozen=True)
class Confused:
    """Test images of one target that are predicted to be another; share: of all its images."""

    actual: str
    predicted: str
    images: int
    share: float


@dataclass(frozen=True)
class Loss:
    """The recall of a target with the first strategy and with another one."""

    target: str
    before: float
    after: float


@dataclass(frozen=True)
class AlternativeList:
    """A strategy with another list: its images of the worst pair, and its costs.

    losses: targets with a lower recall, the largest loss first; accuracy: the difference.
    """

    strategy: str
    groups: str
    pair: Confused
    losses: tuple[Loss, ...]
    accuracy: PairwiseDifference | None


@dataclass(frozen=True)
class SupervisedComparison:
    """The example in the predictions of the best supervised strategy, on the same logits.

    there, back: the example and its reverse; place: of the more frequent one among all pairs; p: of
    McNemar's test against the zero-shot strategy.
    """

    strategy: str
    there: Confused
    back: Confused
    place: int | None
    worst: Confused
    p: float

    @property
    def images(self) -> int:
        """Images of the example and of its reverse."""
        return self.there.images + self.back.images


@dataclass(frozen=True, kw_only=True)
class Weakness(QuestionResult):
    """Facts on the most frequent confusions of the zero-shot strategy that is best on dev.

    pairs: the most frequent confusions; back: the reverse of the example; place: of the example
    among all pairs, from 1, None if it never happens; other_list: the list with the best recall of
    the worst target on dev; supervised: the best supervised strategy.
    """

    strategy: str
    pairs: tuple[Confused, ...]
    example: Confused
    back: Confused
    back_of_worst: Confused
    place: int | None
    share_of_errors: float
    other_list: AlternativeList | None
    supervised: SupervisedComparison | None
    images: int
    targets: int
    confidence: float

    @property
    def uncertainty(self) -> float:
        """The largest half-width of the interval of a share of a target's images."""
        per_target = self.images / self.targets
        return NormalDist().inv_cdf((1 + self.confidence) / 2) * sqrt(0.25 / per_target)

    @property
    def worst(self) -> Confused:
        """The most frequent confusion."""
        return self.pairs[0]

    @property
    def both_ways(self) -> int:
        """Images of the example and of its reverse."""
        return self.example.images + self.back.images


def find_facts(evidence: Evidence) -> Weakness | None:
    """Verdicts on the example and on better features; None without any confusion."""
    kinds = {found.kind: found for found in find_kinds(evidence.evaluation)}
    names = evidence.evaluation.provenance.targets
    if "zero_shot" not in kinds or not set(EXAMPLE) <= set(names):
        return None
    strategy = kinds["zero_shot"].chosen.strategy
    matrix = evidence.matrices[strategy]
    ordered = list_confusions(matrix)
    if not ordered:
        return None
    example, back, worst = (
        count_pair(matrix, *EXAMPLE),
        count_pair(matrix, *EXAMPLE[::-1]),
        ordered[0],
    )
    labels = kinds["supervised"].chosen.strategy if "supervised" in kinds else None
    before = example.images + back.images
    supervised = compare_supervised(labels, evidence.matrices[labels], before) if labels else None
    wrong = sum(cell.images for cell in ordered) + int(matrix.counts[:, -1].sum())
    return Weakness(
        verdicts={
            "example": judge_example(place_of(ordered, example)),
            "features": judge_features(before, supervised, 1 - evidence.confidence),
        },
        figure=evidence.evaluation.figures.confusion[strategy],
        strategy=strategy,
        pairs=tuple(ordered[:SHOWN]),
        example=example,
        back=back,
        back_of_worst=count_pair(matrix, worst.predicted, worst.actual),
        place=place_of(ordered, example),
        share_of_errors=sum(cell.images for cell in ordered[:SHOWN]) / wrong,
        other_list=better_list(evidence, strategy, worst),
        supervised=supervised,
        images=int(matrix.counts.sum()),
        targets=len(matrix.targets),
        confidence=evidence.confidence,
    )


def list_confusions(matrix: Matrix) -> list[Confused]:
    """All confusions with at least one image, the most frequent first, then by name."""
    cells = [count_pair(matrix, a, b) for a in matrix.targets for b in matrix.targets if a != b]
    return sorted(
        (cell for cell in cells if cell.images),
        key=lambda cell: (-cell.images, cell.actual, cell.predicted),
    )


def count_pair(matrix: Matrix, actual: str, predicted: str) -> Confused:
    """One cell of the matrix."""
    row, column = matrix.targets.index(actual), matrix.targets.index(predicted)
    images, support = int(matrix.counts[row, column]), int(matrix.counts[row].sum())
    return Confused(actual, predicted, images, images / support if support else 0.0)


def better_list(evidence: Evidence, strategy: str, worst: Confused) -> AlternativeList | None:
    """The strategy with another list that has the best recall of the worst target on dev.

    It must differ from `strategy` only in the list. None if `strategy` is the best itself.
    """
    family = find_family(evidence.recalls, strategy)
    rows = [row for row in family if row.target == worst.actual]
    best = max(rows, key=lambda row: row.recall, default=None)
    if best is None or best.strategy == strategy:
        return None
    matrix = evidence.matrices[best.strategy]
    return AlternativeList(
        best.strategy,
        best.groups,
        count_pair(matrix, worst.actual, worst.predicted),
        list_losses(evidence.matrices[strategy], matrix),
        evidence.difference(best.strategy, strategy),
    )


def list_losses(before: Matrix, after: Matrix) -> tuple[Loss, ...]:
    """Targets with a lower recall in `after`, the largest loss first."""
    recalls = [
        Loss(
            target,
            count_pair(before, target, target).share,
            count_pair(after, target, target).share,
        )
        for target in before.targets
    ]
    lost = [loss for loss in recalls if loss.after < loss.before]
    return tuple(sorted(lost, key=lambda loss: loss.after - loss.before))


def compare_supervised(strategy: str, matrix: Matrix, before: int) -> SupervisedComparison:
    """The example in the predictions of another strategy; before: its images with the first one.

    p is McNemar's. A confusion matrix does not say which images are wrong with both strategies; it
    is assumed that no image is. Shared errors do not change the difference but reduce the noise, so
    the true p is not larger.
    """
    ordered = list_confusions(matrix)
    there, back = count_pair(matrix, *EXAMPLE), count_pair(matrix, *EXAMPLE[::-1])
    places = [place for cell in (there, back) if (place := place_of(ordered, cell))]
    return SupervisedComparison(
        strategy, there, back, min(places, default=None), (ordered or [there])[0],
        float(mcnemar_p(before, there.images + back.images)),
    )  # fmt: skip


def place_of(ordered: Sequence[Confused], cell: Confused) -> int | None:
    """The place of a cell, from 1; None if it has no image."""
    return ordered.index(cell) + 1 if cell in ordered else None


def find_family(recalls: Sequence[ListRecall], strategy: str) -> list[ListRecall]:
    """The rows of all strategies that differ from `strategy` only in the list."""
    of = next((_rest(row) for row in recalls if row.strategy == strategy), None)
    return [row for row in recalls if _rest(row) == of]


def _rest(row: ListRecall) -> tuple[str, str, str]:
    """All options but the list."""
    return row.of, row.reduce, row.unmapped


def judge_example(place: int | None) -> ClaimVerdict:
    """Confirmed if the example is the worst pair, refined if it is one of the worst."""
    if place == 1:
        return "confirmed"
    return "refined" if place and place <= SHOWN else "refuted"


def judge_features(
    before: int, supervised: SupervisedComparison | None, level: float
) -> ClaimVerdict:
    """Verdict on the claim that the features of the example's classes are to blame.

    Confirmed if a supervised mapping of the same logits does not significantly reduce the example's
    errors; refined if it does, but the example is still among the worst pairs; else refuted.
    """
    if supervised is None:
        return "open"
    if supervised.images >= before or supervised.p >= level:
        return "confirmed"
    return "refined" if supervised.place and supervised.place <= SHOWN else "refuted"
