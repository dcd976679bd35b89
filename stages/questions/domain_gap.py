"""Question 8: the effect of the gap between ImageNet's and CIFAR-10's images."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import ParamsError
from ..results.evaluation import Result
from ..results.findings import find_kinds
from ..tables.study import ResolutionResult
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

COMPARED = 2  # resolutions, at least
ENOUGH = 10  # images of a mean, so that Student's interval can be used


@dataclass(frozen=True, kw_only=True)
class DomainGap(QuestionResult):
    """Facts on the resolutions, from the original images to the lowest resolution.

    unseen: the best zero-shot strategy, which is fitted to no image, so it can compare training and
    test images; None if there is none.
    """

    resolutions: tuple[ResolutionResult, ...]
    unseen: Result | None
    train_images: int
    test_images: int

    @property
    def last(self) -> ResolutionResult:
        """The result at the lowest resolution."""
        return self.resolutions[-1]

    @property
    def enough(self) -> int:
        """The least number of images of a mean that is shown with its interval."""
        return ENOUGH

    def mapped_images(self, result: ResolutionResult) -> int:
        """The number of images with a mapped top-1 class."""
        return round(result.mapped.value * result.images)

    def is_enough(self, result: ResolutionResult) -> bool:
        """Whether enough images have a mapped top-1 class."""
        return self.mapped_images(result) >= ENOUGH

    @property
    def loses_confidence(self) -> bool:
        """Whether the confidence is lower at every lower resolution."""
        return all(result.confidence_change.high < 0 for result in self.resolutions[1:])


def find_facts(evidence: Evidence) -> DomainGap:
    """Verdicts on the gap, on its errors, and on overfitting."""
    resolutions = evidence.study.resolution
    if len(resolutions) < COMPARED:
        raise ParamsError("params.yaml: study.resolutions needs at least two, to be compared.")
    evaluation = evidence.evaluation
    kinds = {found.kind: found for found in find_kinds(evaluation)}
    unseen = kinds["zero_shot"].chosen if "zero_shot" in kinds else None
    return DomainGap(
        verdicts={
            "gap": judge_gap(resolutions),
            "errors": judge_errors(resolutions),
            "overfitting": judge_overfitting(unseen),
        },
        figure=evidence.study.figure("resolution"),
        resolutions=resolutions,
        unseen=unseen,
        train_images=evaluation.provenance.images.train,
        test_images=evaluation.provenance.images.test,
    )


def judge_gap(resolutions: Sequence[ResolutionResult]) -> ClaimVerdict:
    """Refined if fewer top-1 classes are mapped at every lower resolution; only that was varied of
    the three differences that the course names.
    """
    lower = all(result.mapped_change.high < 0 for result in resolutions[1:])
    return "refined" if lower else "refuted"


def judge_errors(resolutions: Sequence[ResolutionResult]) -> ClaimVerdict:
    """Confirmed if accuracy is significantly lower at every lower resolution."""
    return (
        "confirmed"
        if all(result.accuracy_change.high < 0 for result in resolutions[1:])
        else "refuted"
    )


def judge_overfitting(unseen: Result | None) -> ClaimVerdict:
    """Refined if dev and test accuracy of a strategy without any fit have overlapping intervals:
    then there is no overfitting to the data set; of the network to ImageNet nothing is known.

    Overfitting means higher accuracy on the images of the fit. If a strategy without a fit has a
    difference, the sets of images differ, and the question is open.
    """
    if unseen is None or unseen.dev_low is None or unseen.dev_high is None:
        return "open"
    alike = unseen.dev_low <= unseen.accuracy_high and unseen.accuracy_low <= unseen.dev_high
    return "refined" if alike else "open"
