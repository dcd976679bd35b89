"""Question 3: what stands between a 32×32 picture and the network, and what each mistake costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import ParamsError
from ..tables.study import Outcome
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult


@dataclass(frozen=True, kw_only=True)
class Preprocessing(QuestionResult):
    """outcomes in the order of the study, each but for one thing like what it is compared with;
    `raw` is not normalised, `cifar` with CIFAR-10's statistics; best_size: the other size that
    gains most at the same interpolation, same_size: all of that size."""

    reference: Outcome
    outcomes: tuple[Outcome, ...]
    raw: Outcome
    cifar: Outcome
    best_size: Outcome
    same_size: tuple[Outcome, ...]
    interpolations: tuple[Outcome, Outcome]  # worst and best of the reference's size
    images: int

    @property
    def cifar_differs(self) -> bool:
        """Whether CIFAR-10's statistics can be told from the network's own."""
        return is_worse(self.cifar) or is_better(self.cifar)

    @property
    def interpolation_worth(self) -> float:
        """Accuracy between the worst and the best interpolation."""
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
    """Refuted as soon as another size is better at the same interpolation, beyond its interval."""
    if any(is_better(row) for row in sizes):
        return "refuted"
    return "confirmed" if all(is_worse(row) for row in sizes) else "refined"


def judge_normalisation(raw: Outcome, cifar: Outcome) -> ClaimVerdict:
    """Refined where normalising matters but its exact numbers cannot be told from CIFAR-10's."""
    if not is_worse(raw):
        return "refuted"
    return "confirmed" if is_worse(cifar) else "refined"


def is_worse(row: Outcome) -> bool:
    """Than what it is compared with, beyond the interval."""
    return row.difference.high < 0


def is_better(row: Outcome) -> bool:
    """Than what it is compared with, beyond the interval."""
    return row.difference.low > 0
