"""Reads the results of all backbones, for the report, the questions and README."""

from dataclasses import dataclass

from ..core import params
from .evaluation import Evaluation, read_evaluation


@dataclass(frozen=True)
class Content:
    """The results of the backbones in params.yaml, at least one."""

    evaluations: tuple[Evaluation, ...]

    @property
    def confidence(self) -> float:
        """The confidence of all intervals, in (0, 1); it is the same for all backbones."""
        return self.evaluations[0].provenance.confidence


def read_content() -> Content:
    """Read params.yaml, metrics/ and plots/; DataError if a file is missing or damaged."""
    return Content(tuple(map(read_evaluation, params.load_backbones())))
