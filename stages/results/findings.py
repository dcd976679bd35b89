"""Compares the strategies of each kind; the templates have the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from ..core.arrays import Kind
from ..tables.evaluate import Cell, ClassScores, ReferenceTest
from .evaluation import Evaluation, Matrix, Result

# the verdict if strategy and reference are swapped; "not distinguishable" does not change
_TURNED: Final[Mapping[str, str]] = {"better": "worse", "worse": "better"}


@dataclass(frozen=True)
class PairedTests:
    """The verdicts of paired tests on the chosen strategy, as names of the other strategies.

    Only pairs that were declared beforehand are tested: each strategy with the reference of its
    kind. So the chosen strategy is tested against all others if it is that reference, and otherwise
    only against the reference.
    """

    better: tuple[str, ...]  # the chosen strategy is better than these
    level: tuple[str, ...]  # not distinguishable
    worse: tuple[str, ...]

    @property
    def opponents(self) -> int:
        """The number of strategies against which it was tested."""
        return len(self.better + self.level + self.worse)


@dataclass(frozen=True)
class KindFindings:
    """The strategies of one kind, of one backbone; different kinds are not ranked together.

    results: the one to choose first, which is the best on dev; ties: by name. weakest,
    strongest: by test accuracy; strategies that are not better than chance are excluded from
    `weakest`.
    """

    kind: Kind
    results: tuple[Result, ...]
    weakest: Result
    strongest: Result
    paired_tests: PairedTests
    chance: tuple[Result, ...]  # those whose test interval contains accuracies of at most 1 / K
    rejecting: tuple[Result, ...]  # those that reject images
    classes: tuple[ClassScores, ...]  # of the chosen strategy, the best F1 first
    confused: tuple[Cell, ...]  # of the chosen strategy, the most frequent first
    confused_share: float  # in [0, 1], of its errors, which include rejections; 0 without errors
    equal: tuple[tuple[str, ...], ...]  # strategies with the same numbers in every cell

    @property
    def chosen(self) -> Result:
        """The strategy with the best dev accuracy, or test accuracy where there is no dev."""
        return self.results[0]

    @property
    def spread(self) -> float:
        """The difference in test accuracy between the strongest and the weakest strategy."""
        return self.strongest.accuracy - self.weakest.accuracy


def find_kinds(evaluation: Evaluation, pairs: int = 5) -> tuple[KindFindings, ...]:
    """The findings for each kind with a strategy, in the order of core.arrays.Kind."""
    by_kind = {
        kind: [result for result in evaluation.results if result.kind == kind]
        for kind in get_args(Kind)
    }
    return tuple(_find_kind(evaluation, results, pairs) for results in by_kind.values() if results)


def _find_kind(evaluation: Evaluation, results: list[Result], pairs: int) -> KindFindings:
    ordered = sorted(results, key=lambda result: (-result.choice, result.strategy))
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
        paired_tests=_collect_tests(ordered, evaluation.differences),
        chance=chance,
        rejecting=tuple(result for result in ordered if result.answered_share < 1),
        classes=tuple(sorted(evaluation.classes[chosen.strategy], key=lambda row: -row.f1.value)),
        confused=confused,
        confused_share=sum(pair.count for pair in confused) / errors if errors else 0.0,
        equal=_find_equal(ordered, evaluation.matrices),
    )


def _find_equal(
    results: list[Result], matrices: Mapping[str, Matrix]
) -> tuple[tuple[str, ...], ...]:
    """Groups of strategies with one confusion matrix on test and one accuracy on dev."""
    groups: list[list[Result]] = []
    for one in results:
        for group in groups:
            first = group[0]
            same = matrices[one.strategy] == matrices[first.strategy]
            if same and one.dev_accuracy == first.dev_accuracy:
                group.append(one)
                break
        else:
            groups.append([one])
    return tuple(tuple(one.strategy for one in group) for group in groups if len(group) > 1)


def confused_cells(matrix: Matrix) -> list[Cell]:
    """The confusions with at least one image, the most frequent first; ties: by name."""
    cells = [cell for row in matrix.values() for cell in row]
    wrong = [cell for cell in cells if cell.actual != cell.predicted and cell.count]
    return sorted(wrong, key=lambda cell: (-cell.count, cell.actual, cell.predicted))


def _collect_tests(ordered: list[Result], differences: tuple[ReferenceTest, ...]) -> PairedTests:
    """The verdicts on the chosen strategy; the others are sorted by dev accuracy."""
    kind, chosen = ordered[0].kind, ordered[0].strategy
    verdicts: dict[str, str] = {}
    for row in differences:
        if row.kind == kind and row.strategy == chosen:
            verdicts[row.reference] = row.verdict
        elif row.kind == kind and row.reference == chosen:
            verdicts[row.strategy] = _TURNED.get(row.verdict, row.verdict)

    def names_with(verdict: str) -> tuple[str, ...]:
        return tuple(one.strategy for one in ordered if verdicts.get(one.strategy) == verdict)

    return PairedTests(names_with("better"), names_with("not distinguishable"), names_with("worse"))
