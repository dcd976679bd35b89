"""What the report takes from params.yaml beside the list `backbones`."""

from pydantic import BaseModel, ConfigDict

from stages.core.values import Confidence


class EvaluateConfidence(BaseModel):
    """The one value of the section `evaluate` that the page names; the rest is evaluate's own."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    confidence: Confidence
