"""The section `evaluate` of params.yaml."""

from typing import Annotated

from pydantic import Field

from stages.core.params import Section


class EvaluateParams(Section):
    """How numbers are written and how wide the intervals are."""

    digits: Annotated[int, Field(ge=1, le=8)]  # decimals in metrics/ and plots/
    confidence: Annotated[float, Field(gt=0, lt=1)]  # of every interval
