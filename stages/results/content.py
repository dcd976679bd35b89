"""Everything that a page is made of, read in one place for the report, the questions and README."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from ..core import params
from ..core.values import Confidence
from .evaluation import Evaluation, read_evaluation


class EvaluateConfidence(BaseModel):
    """The one value of the section `evaluate` that pages name; the rest is evaluate's own."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    confidence: Confidence


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
