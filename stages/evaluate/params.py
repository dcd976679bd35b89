"""The section `evaluate` of params.yaml."""

from typing import Annotated

from annotated_types import Ge, Le

from ..core.arrays import Kind
from ..core.params import Section
from ..core.values import Confidence, Digits, Seed, Several, Share
from ..vocabulary import Problem

Count = Annotated[int, Ge(1), Le(1000)]


class EvaluateSection(Section):
    """What is measured, the number of digits, and the confidence of the intervals."""

    digits: Digits  # in metrics/ and plots/
    confidence: Confidence  # of every interval
    resamples: Annotated[int, Ge(100), Le(100_000)]  # of the test images, shared by all numbers
    seed: Seed  # of the resamples
    bins: Count  # of calibration errors and reliability diagrams
    risks: Several[Share]  # at which the coverage is reported
    top_k: Several[Annotated[int, Ge(2), Le(1000)]]
    shown: Count  # confused pairs of a strategy, unmapped classes of a target
    references: dict[Kind, str]  # the strategy against which others of its kind are tested


class EvaluateParams(EvaluateSection):
    """The same for one problem: with what its vocabulary knows, without what K makes trivial."""

    absent: str | None  # the target that ImageNet lacks; None: ImageNet has all


def for_problem(section: EvaluateSection, problem: Problem) -> EvaluateParams:
    """All parameters; top-k accuracy is left out where it is 1 for K targets."""
    top_k = [k for k in section.top_k if k < len(problem.targets)]
    return EvaluateParams(**{**section.model_dump(), "top_k": top_k, "absent": problem.absent})
