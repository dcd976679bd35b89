"""Question 8: what the gap between ImageNet's images and CIFAR-10's does."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import ParamsError
from ..results.evaluation import Result
from ..results.findings import find_kinds
from ..tables.study import ResolutionResult
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

COMPARED = 2  # rungs, at least
ENOUGH = 10  # images behind a mean, for an interval of Student's to be believed


@dataclass(frozen=True, kw_only=True)
class DomainGap(QuestionResult):
    """rungs from the images as they are to the coarsest; unseen: a zero-shot strategy, which no
    image has shaped, to compare training and test images by; None where there is none."""

    rungs: tuple[ResolutionResult, ...]
    unseen: Result | None
    train_images: int
    test_images: int

    @property
    def last(self) -> ResolutionResult:
        """The coarsest rung."""
        return self.rungs[-1]

    @property
    def enough(self) -> int:
        """Images behind a mean that is shown with its interval, at least."""
        return ENOUGH

    def mapped_images(self, rung: ResolutionResult) -> int:
        """How many top-1 classes are mapped."""
        return round(rung.mapped.value * rung.images)

    def is_enough(self, rung: ResolutionResult) -> bool:
        """Whether so many top-1 classes are mapped."""
        return self.mapped_images(rung) >= ENOUGH

    @property
    def loses_confidence(self) -> bool:
        """Whether the network is less sure of its top-1 classes on every coarser rung."""
        return all(rung.confidence_change.high < 0 for rung in self.rungs[1:])


def find_facts(evidence: Evidence) -> DomainGap:
    """Verdicts on the gap, on the errors that it makes, on overfitting."""
    rungs = evidence.study.resolution
    if len(rungs) < COMPARED:
        raise ParamsError("params.yaml: study.resolutions needs at least two, to be compared.")
    evaluation = evidence.evaluation
    kinds = {found.kind: found for found in find_kinds(evaluation)}
    unseen = kinds["zero_shot"].chosen if "zero_shot" in kinds else None
    return DomainGap(
        verdicts={
            "gap": "confirmed" if all(r.mapped_change.high < 0 for r in rungs[1:]) else "refuted",
            "errors": judge_errors(rungs),
            "overfitting": judge_overfitting(unseen),
        },
        figure=evidence.study.figure("resolution"),
        rungs=rungs,
        unseen=unseen,
        train_images=evaluation.provenance.images.train,
        test_images=evaluation.provenance.images.test,
    )


def judge_errors(rungs: Sequence[ResolutionResult]) -> ClaimVerdict:
    """Whether accuracy falls with the pixels, beyond the intervals."""
    return "confirmed" if all(rung.accuracy_change.high < 0 for rung in rungs[1:]) else "refuted"


def judge_overfitting(unseen: Result | None) -> ClaimVerdict:
    """Whoever overfits is better on the images of the fit. Here nothing is fitted; a difference
    between both sets of images would have to be explained before anything is said."""
    if unseen is None:
        return "open"
    alike = unseen.dev_low <= unseen.accuracy_high and unseen.accuracy_low <= unseen.dev_high
    return "refuted" if alike else "open"
