"""Question 9: what the confusion matrix says of weak spots, and what a mapping can do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from stages.report.findings import find as find_kinds
from stages.report.questions.evidence import Evidence, Matrix, Recall
from stages.report.questions.verdicts import Answer, Verdict

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
class Remedy:
    """Another strategy on the same outputs, and what it makes of the worst pair."""

    strategy: str
    groups: str | None  # its list, where a list is what differs
    pair: Confused


@dataclass(frozen=True, kw_only=True)
class Weakness(Answer):
    """pairs: the largest cells off the diagonal of the zero-shot strategy that dev chooses; place:
    where the course's example stands among all of them, from 1, None where it never happens;
    other_list: whose list finds the worst target best on dev; labels: the best supervised one.
    """

    strategy: str
    pairs: tuple[Confused, ...]
    example: Confused
    back: Confused  # the example the other way round
    back_of_worst: Confused
    place: int | None
    share_of_errors: float
    other_list: Remedy | None
    labels: Remedy | None
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


def find(evidence: Evidence) -> Weakness | None:
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
    example, worst = pair(matrix, *EXAMPLE), ordered[0]
    place = ordered.index(example) + 1 if example in ordered else None
    labels = kinds.get("supervised")
    remedies = (
        better_list(evidence, strategy, worst),
        remedy(evidence, labels.chosen.strategy, None, worst) if labels else None,
    )
    wrong = sum(cell.images for cell in ordered) + int(matrix.counts[:, -1].sum())
    return Weakness(
        verdicts={
            "example": judge_example(place),
            "features": judge_features(worst, [found for found in remedies if found]),
        },
        figure=evidence.evaluation.figures.confusion[strategy],
        strategy=strategy,
        pairs=tuple(ordered[:SHOWN]),
        example=example,
        back=pair(matrix, *EXAMPLE[::-1]),
        back_of_worst=pair(matrix, worst.predicted, worst.actual),
        place=place,
        share_of_errors=sum(cell.images for cell in ordered[:SHOWN]) / wrong,
        other_list=remedies[0],
        labels=remedies[1],
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


def better_list(evidence: Evidence, strategy: str, worst: Confused) -> Remedy | None:
    """Of the strategies that differ from ours in the list alone the one that finds most images of
    the worst target on dev; None where that is ours, or it has no such relatives."""
    alike = relatives(evidence.recalls, strategy)
    rows = [row for row in alike if row.target == worst.actual]
    best = max(rows, key=lambda row: row.recall, default=None)
    if best is None or best.strategy == strategy:
        return None
    return remedy(evidence, best.strategy, best.groups, worst)


def relatives(recalls: Sequence[Recall], strategy: str) -> list[Recall]:
    """Rows of the family, of strategies alike in all but the list, that ours belongs to."""
    of = next((row.family for row in recalls if row.strategy == strategy), None)
    return [row for row in recalls if row.family == of] if of else []


def remedy(evidence: Evidence, strategy: str, groups: str | None, worst: Confused) -> Remedy:
    """The same cell under another strategy."""
    matrix = evidence.matrices[strategy]
    return Remedy(strategy, groups, pair(matrix, worst.actual, worst.predicted))


def judge_example(place: int | None) -> Verdict:
    """The example is the worst pair, or one of the worst, or none of them."""
    if place == 1:
        return "confirmed"
    return "refined" if place and place <= SHOWN else "refuted"


def judge_features(worst: Confused, remedies: Sequence[Remedy]) -> Verdict:
    """The features are enough where the same outputs, read otherwise, halve the worst pair."""
    if not remedies:
        return "open"
    least = min(found.pair.share for found in remedies)
    return "refuted" if least < worst.share / 2 else "confirmed"
