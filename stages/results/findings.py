"""What the numbers say, decided here and worded in templates/: no sentence is fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from ..core.arrays import Kind
from ..tables.evaluate import Cell, ClassScores, ReferenceTest
from .evaluation import Evaluation, Matrix, Result

# a verdict on a strategy, as one on its reference; "not distinguishable" stays
_TURNED: Final[Mapping[str, str]] = {"better": "worse", "worse": "better"}


@dataclass(frozen=True)
class PairedTests:
    """What paired tests say of the chosen strategy, by the names of those it was tested against.

    Only pairs that were declared beforehand count: each strategy with the reference of its kind. So
    the chosen one has met all others of its kind if it is that reference, and else it alone.
    """

    better: tuple[str, ...]  # the chosen one is better than these
    level: tuple[str, ...]  # not distinguishable
    worse: tuple[str, ...]

    @property
    def opponents(self) -> int:
        """Against how many it was tested."""
        return len(self.better + self.level + self.worse)


@dataclass(frozen=True)
class KindFindings:
    """The strategies of one kind, of one backbone; kinds are never ranked against each other.

    results are in the order of their dev accuracy, which is how a strategy is chosen; equal ones
    in the order of their names. weakest and strongest are those of the test images; one that is
    not better than chance is no mapping worth the name and never the weakest.
    """

    kind: Kind
    results: tuple[Result, ...]
    weakest: Result
    strongest: Result
    paired_tests: PairedTests
    chance: tuple[Result, ...]  # those whose test interval reaches down to 1 / K
    rejecting: tuple[Result, ...]  # those that leave images without an answer
    classes: tuple[ClassScores, ...]  # of the chosen one, best F1 first
    confused: tuple[Cell, ...]  # of the chosen one, most images first
    confused_share: float  # of its errors, rejections among them, in [0, 1]; 0 where it has none

    @property
    def chosen(self) -> Result:
        """The strategy that a person would take who has not seen the test labels."""
        return self.results[0]

    @property
    def spread(self) -> float:
        """What the choice among these strategies is worth: a difference of test accuracies."""
        return self.strongest.accuracy - self.weakest.accuracy


def find_kinds(evaluation: Evaluation, pairs: int = 5) -> tuple[KindFindings, ...]:
    """One entry for each kind that has a strategy, in the order of core.arrays.Kind."""
    by_kind = {
        kind: [result for result in evaluation.results if result.kind == kind]
        for kind in get_args(Kind)
    }
    return tuple(_find(evaluation, results, pairs) for results in by_kind.values() if results)


def _find(evaluation: Evaluation, results: list[Result], pairs: int) -> KindFindings:
    ordered = sorted(results, key=lambda result: (-result.dev_accuracy, result.strategy))
    chosen = ordered[0]
    confusions = confused_cells(evaluation.matrices[chosen.strategy])
    confused = tuple(confusions[:pairs])
    floor = 1 / len(evaluation.provenance.targets)
    chance = tuple(result for result in ordered if result.accuracy_low <= floor)
    errors = sum(pair.count for pair in confusions)
    return KindFindings(
        kind=chosen.kind,
        results=tuple(ordered),
        weakest=min(
            [result for result in ordered if result not in chance] or ordered,
            key=lambda result: result.accuracy,
        ),
        strongest=max(ordered, key=lambda result: result.accuracy),
        paired_tests=_stand(ordered, evaluation.differences),
        chance=chance,
        rejecting=tuple(result for result in ordered if result.answered_share < 1),
        classes=tuple(sorted(evaluation.classes[chosen.strategy], key=lambda row: -row.f1.value)),
        confused=confused,
        confused_share=sum(pair.count for pair in confused) / errors if errors else 0.0,
    )


def confused_cells(matrix: Matrix) -> list[Cell]:
    """The cells off the diagonal that hold an image, the largest first; equal ones by name."""
    cells = [cell for row in matrix.values() for cell in row]
    wrong = [cell for cell in cells if cell.actual != cell.predicted and cell.count]
    return sorted(wrong, key=lambda cell: (-cell.count, cell.actual, cell.predicted))


def _stand(ordered: list[Result], differences: tuple[ReferenceTest, ...]) -> PairedTests:
    """Verdicts as seen from the chosen one, others in the order of their dev accuracy."""
    kind, chosen = ordered[0].kind, ordered[0].strategy
    verdicts: dict[str, str] = {}
    for row in differences:
        if row.kind == kind and row.strategy == chosen:
            verdicts[row.reference] = row.verdict
        elif row.kind == kind and row.reference == chosen:
            verdicts[row.strategy] = _TURNED.get(row.verdict, row.verdict)

    def judged(verdict: str) -> tuple[str, ...]:
        return tuple(one.strategy for one in ordered if verdicts.get(one.strategy) == verdict)

    return PairedTests(judged("better"), judged("not distinguishable"), judged("worse"))
