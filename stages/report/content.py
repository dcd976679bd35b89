"""Everything that a page is made of, read in one place for report.md and for README's table."""

from dataclasses import dataclass

from stages.core import params
from stages.report.params import EvaluateConfidence
from stages.report.results import Evaluation, read_evaluation


@dataclass(frozen=True)
class Content:
    """The backbones that params.yaml lists, and the confidence, in (0, 1), of all intervals."""

    evaluations: tuple[Evaluation, ...]
    confidence: float


def read_content() -> Content:
    """Read params.yaml, metrics/ and plots/; DataError where something is missing or damaged."""
    confidence = params.load_section("evaluate", EvaluateConfidence).confidence
    backbones = params.load_backbones()
    return Content(tuple(read_evaluation(name, confidence) for name in backbones), confidence)
