"""Everything that a page is made of, read in one place for the report, the questions and README."""

from dataclasses import dataclass

from ..core import checksums, params, paths
from .evaluation import Evaluation, read_evaluation


@dataclass(frozen=True)
class Content:
    """The backbones that params.yaml lists, at least one."""

    evaluations: tuple[Evaluation, ...]

    @property
    def confidence(self) -> float:
        """Of all intervals, in (0, 1): one `evaluate` section is for all backbones."""
        return self.evaluations[0].provenance.confidence


def read_content() -> Content:
    """Read params.yaml, metrics/ and plots/; DataError where something is missing or damaged."""
    backbones = params.load_backbones()
    for backbone in backbones:
        checksums.check_listed(paths.checksums(backbone))
    return Content(tuple(map(read_evaluation, backbones)))
