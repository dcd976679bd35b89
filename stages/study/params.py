"""The study section."""

from typing import Annotated

from annotated_types import Len
from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from stages.core.params import Section
from stages.preprocess.params import PreprocessParams

SomeSizes = Annotated[list[PositiveInt], Len(min_length=1)]


class Gradients(Section):
    """Pictures of one batch, and how many batches (each with an initialisation of its own)."""

    images: PositiveInt
    repetitions: PositiveInt
    steps: Annotated[list[PositiveFloat], Len(min_length=1)]


class StudyParams(Section):
    """How much is measured, and on which network; what each value means: params.yaml."""

    backbone: str
    reference: PreprocessParams
    targets: str
    images: Annotated[int, Field(ge=2)]
    seed: NonNegativeInt
    confidence: Annotated[float, Field(gt=0, lt=1)]
    sizes: SomeSizes
    resolutions: SomeSizes
    gradients: Gradients
    timing_repetitions: PositiveInt
