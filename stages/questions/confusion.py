"""Question 9: what the confusion matrix says of weak spots, and what a mapping can do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from ..results.findings import find_kinds
from ..statistics import mcnemar_p
from ..tables.evaluate import ListRecall, PairwiseDifference
from .evidence import Evidence, Matrix
from .verdicts import ClaimVerdict, QuestionResult

EXAMPLE = ("cat", "dog")  # the course's own
SHOWN = 5


@dataclass(frozen=True)
class Confused:
    """Test images of one target that are taken for another; share of that target's images."""

    actual: str
    predicted: str
    images: int
    share: float


@dataclass(frozen=True)
class Loss:
    """Share of a target's test images that are found, before and after."""

    target: str
    before: float
    after: float


@dataclass(frozen=True)
class AlternativeList:
    """Another list on the same outputs: what it makes of the worst pair, and its price, which is
    the targets that it finds less often, most lost first, and the difference in accuracy."""

    strategy: str
    groups: str
    pair: Confused
    losses: tuple[Loss, ...]
    accuracy: PairwiseDifference | None


@dataclass(frozen=True)
class SupervisedComparison:
    """What the best supervised strategy, on the same outputs, makes of the example, both ways;
    place of the more frequent way; p: of the example's errors being as many as before."""

    strategy: str
    there: Confused
    back: Confused
    place: int | None
    worst: Confused
    p: float

    @property
    def images(self) -> int:
        """Both ways together."""
        return self.there.images + self.back.images


@dataclass(frozen=True, kw_only=True)
class Weakness(QuestionResult):
    """pairs: the largest cells off the diagonal of the zero-shot strategy that dev chooses; place:
    where the course's example stands among all of them, from 1, None where it never happens;
    other_list: whose list finds the worst target best on dev; read: with labels.
    """

    strategy: str
    pairs: tuple[Confused, ...]
    example: Confused
    back: Confused  # the example the other way round
    back_of_worst: Confused
    place: int | None
    share_of_errors: float
    other_list: AlternativeList | None
    read: SupervisedComparison | None
    images: int
    targets: int
    confidence: float

    @property
    def uncertainty(self) -> float:
        """The most that a share of a target's images may be off, at this confidence."""
        per_target = self.images / self.targets
        return NormalDist().inv_cdf((1 + self.confidence) / 2) * sqrt(0.25 / per_target)

    @property
    def worst(self) -> Confused:
        """The largest cell off the diagonal."""
        return self.pairs[0]

    @property
    def both_ways(self) -> int:
        """Images of the example, both ways together."""
        return self.example.images + self.back.images


def find_facts(evidence: Evidence) -> Weakness | None:
    """Verdicts on the example and on better features; None where nothing is confused."""
    kinds = {found.kind: found for found in find_kinds(evidence.evaluation)}
    names = evidence.evaluation.provenance.targets
    if "zero_shot" not in kinds or not set(EXAMPLE) <= set(names):
        return None
    strategy = kinds["zero_shot"].chosen.strategy
    matrix = evidence.matrices[strategy]
    ordered = confused(matrix)
    if not ordered:
        return None
    example, back, worst = pair(matrix, *EXAMPLE), pair(matrix, *EXAMPLE[::-1]), ordered[0]
    labels = kinds["supervised"].chosen.strategy if "supervised" in kinds else None
    before = example.images + back.images
    read = read_with(labels, evidence.matrices[labels], before) if labels else None
    wrong = sum(cell.images for cell in ordered) + int(matrix.counts[:, -1].sum())
    return Weakness(
        verdicts={
            "example": judge_example(place_of(ordered, example)),
            "features": judge_features(before, read, 1 - evidence.confidence),
        },
        figure=evidence.evaluation.figures.confusion[strategy],
        strategy=strategy,
        pairs=tuple(ordered[:SHOWN]),
        example=example,
        back=back,
        back_of_worst=pair(matrix, worst.predicted, worst.actual),
        place=place_of(ordered, example),
        share_of_errors=sum(cell.images for cell in ordered[:SHOWN]) / wrong,
        other_list=better_list(evidence, strategy, worst),
        read=read,
        images=int(matrix.counts.sum()),
        targets=len(matrix.targets),
        confidence=evidence.confidence,
    )


def confused(matrix: Matrix) -> list[Confused]:
    """All cells off the diagonal that hold an image, most images first, then by name."""
    cells = [pair(matrix, a, b) for a in matrix.targets for b in matrix.targets if a != b]
    return sorted(
        (cell for cell in cells if cell.images),
        key=lambda cell: (-cell.images, cell.actual, cell.predicted),
    )


def pair(matrix: Matrix, actual: str, predicted: str) -> Confused:
    """One cell."""
    row, column = matrix.targets.index(actual), matrix.targets.index(predicted)
    images, support = int(matrix.counts[row, column]), int(matrix.counts[row].sum())
    return Confused(actual, predicted, images, images / support if support else 0.0)


def better_list(evidence: Evidence, strategy: str, worst: Confused) -> AlternativeList | None:
    """Of the strategies that differ from ours in the list alone the one that finds most images of
    the worst target on dev; None where that is ours, or it has no such relatives."""
    alike = relatives(evidence.recalls, strategy)
    rows = [row for row in alike if row.target == worst.actual]
    best = max(rows, key=lambda row: row.recall, default=None)
    if best is None or best.strategy == strategy:
        return None
    matrix = evidence.matrices[best.strategy]
    return AlternativeList(
        best.strategy,
        best.groups,
        pair(matrix, worst.actual, worst.predicted),
        losses(evidence.matrices[strategy], matrix),
        evidence.difference(best.strategy, strategy),
    )


def losses(before: Matrix, after: Matrix) -> tuple[Loss, ...]:
    """Targets that are found less often afterwards, most lost first."""
    found = [
        Loss(target, pair(before, target, target).share, pair(after, target, target).share)
        for target in before.targets
    ]
    lost = [loss for loss in found if loss.after < loss.before]
    return tuple(sorted(lost, key=lambda loss: loss.after - loss.before))


def read_with(strategy: str, matrix: Matrix, before: int) -> SupervisedComparison:
    """The example under another strategy; before: its errors, both ways, under the first one.

    p is McNemar's. A confusion matrix does not say which images were wrong both times; none is
    taken to be. Shared errors would leave the difference and lower the noise, so the true p is no
    larger.
    """
    ordered = confused(matrix)
    there, back = pair(matrix, *EXAMPLE), pair(matrix, *EXAMPLE[::-1])
    places = [place for cell in (there, back) if (place := place_of(ordered, cell))]
    return SupervisedComparison(
        strategy, there, back, min(places, default=None), (ordered or [there])[0],
        float(mcnemar_p(before, there.images + back.images)),
    )  # fmt: skip


def place_of(ordered: Sequence[Confused], cell: Confused) -> int | None:
    """From 1; None where it never happens."""
    return ordered.index(cell) + 1 if cell in ordered else None


def relatives(recalls: Sequence[ListRecall], strategy: str) -> list[ListRecall]:
    """Rows of the family, of strategies alike in all but the list, that ours belongs to."""
    of = next((_rest(row) for row in recalls if row.strategy == strategy), None)
    return [row for row in recalls if _rest(row) == of]


def _rest(row: ListRecall) -> tuple[str, str, str]:
    """All choices but the list."""
    return row.of, row.reduce, row.unmapped


def judge_example(place: int | None) -> ClaimVerdict:
    """The example is the worst pair, or one of the worst, or none of them."""
    if place == 1:
        return "confirmed"
    return "refined" if place and place <= SHOWN else "refuted"


def judge_features(before: int, read: SupervisedComparison | None, level: float) -> ClaimVerdict:
    """The features of the example's classes are at fault for what no reading of the same outputs
    takes away: for all where labels do not lower the example's errors beyond chance, for a part
    where it is still among the worst pairs, and for none where it is not."""
    if read is None:
        return "open"
    if read.images >= before or read.p >= level:
        return "confirmed"
    return "refined" if read.place and read.place <= SHOWN else "refuted"
