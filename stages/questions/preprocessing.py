"""Question 3: the steps between a 32×32 image and the network, and the cost of each mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import ParamsError
from ..tables.study import Outcome
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult


@dataclass(frozen=True, kw_only=True)
class Preprocessing(QuestionResult):
    """Facts on outcomes, each of which differs in one thing from what it is compared with.

    outcomes: in the order of the study; raw: not normalised; cifar: with CIFAR-10's statistics;
    best_size: the best other size with the same interpolation; same_size: all of that size.
    """

    reference: Outcome
    outcomes: tuple[Outcome, ...]
    raw: Outcome
    cifar: Outcome
    best_size: Outcome
    same_size: tuple[Outcome, ...]
    interpolations: tuple[Outcome, Outcome]  # the worst and the best at the reference's size
    images: int

    @property
    def cifar_differs(self) -> bool:
        """Whether CIFAR-10's statistics are significantly different from the network's own."""
        return is_worse(self.cifar) or is_better(self.cifar)

    @property
    def another_size_is_better(self) -> bool:
        """Whether the best other size is significantly better than the reference's."""
        return is_better(self.best_size)

    @property
    def interpolation_worth(self) -> float:
        """The difference in accuracy between the best and the worst interpolation."""
        worst, best = self.interpolations
        return best.accuracy.value - worst.accuracy.value


def find_facts(evidence: Evidence) -> Preprocessing:
    """Verdicts on 224 pixels and on ImageNet's statistics."""
    study = evidence.study
    reference, *others = study.preprocessing
    raw, cifar = (row for row in others if row.aspect == "normalisation")  # in the study's order
    sizes = [row for row in others if row.aspect == "size"]
    if not sizes:
        raise ParamsError("params.yaml: study.sizes needs a size that differs from the reference.")
    best_size = max(sizes, key=lambda row: row.difference.value)
    alike = [reference, *(row for row in others if row.aspect == "interpolation")]
    return Preprocessing(
        verdicts={
            "size": judge_size(sizes),
            "normalised": judge_normalisation(raw, cifar),
        },
        figure=study.figure("preprocessing"),
        reference=reference,
        outcomes=tuple(others),
        raw=raw,
        cifar=cifar,
        best_size=best_size,
        same_size=tuple(row for row in sizes if row.size == best_size.size),
        interpolations=(
            min(alike, key=lambda row: row.accuracy.value),
            max(alike, key=lambda row: row.accuracy.value),
        ),
        images=reference.images,
    )


def judge_size(sizes: Sequence[Outcome]) -> ClaimVerdict:
    """Confirmed if all other sizes are significantly worse.

    Never refuted: that another size is better for one mapping does not say what weights expect.
    """
    return "confirmed" if all(is_worse(row) for row in sizes) else "refined"


def judge_normalisation(raw: Outcome, cifar: Outcome) -> ClaimVerdict:
    """Refuted if normalisation does not help; refined if CIFAR-10's statistics are as good."""
    if not is_worse(raw):
        return "refuted"
    return "confirmed" if is_worse(cifar) else "refined"


def is_worse(row: Outcome) -> bool:
    """Whether an outcome is significantly worse than what it is compared with."""
    return row.difference.high < 0


def is_better(row: Outcome) -> bool:
    """Whether an outcome is significantly better than what it is compared with."""
    return row.difference.low > 0
