"""What the ten questions take from params.yaml."""

from pydantic import BaseModel, ConfigDict


class _GradientImages(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    images: int


class StudyGradients(BaseModel):
    """How many images stand behind each gradient of plots/study, which does not say so itself."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    gradients: _GradientImages
