"""The section `evaluate` of params.yaml."""

from typing import Annotated

from pydantic import Field, NonNegativeInt, PositiveInt

from stages.core.arrays import Kind
from stages.core.params import Section

Share = Annotated[float, Field(gt=0, lt=1)]
# YAML has no tuples; only the container is converted, its items stay strict
Shares = Annotated[tuple[Share, ...], Field(strict=False)]
Ranks = Annotated[tuple[Annotated[int, Field(ge=2)], ...], Field(strict=False)]


class EvaluateParams(Section):
    """What is measured, how numbers are written and how wide the intervals are."""

    digits: Annotated[int, Field(ge=1, le=8)]  # decimals in metrics/ and plots/
    confidence: Share  # of every interval
    resamples: Annotated[int, Field(ge=100)]  # of the test images, shared by all numbers
    seed: NonNegativeInt  # of the resamples
    bins: PositiveInt  # of calibration errors and reliability diagrams
    risks: Shares  # at which the coverage is told
    top_k: Ranks
    absent: str  # the target that numbers "without" are without
    shown: PositiveInt  # confused pairs of a strategy, unmapped classes of a target
    references: dict[Kind, str]  # whom each strategy of a kind is tested against
