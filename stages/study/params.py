"""The study section."""

from typing import Annotated

from annotated_types import Ge, Gt, Le
from pydantic import Field, PositiveInt

from ..core.params import Section
from ..core.values import Confidence, OneOrMore, Seed
from ..preprocess.params import PreprocessParams, Size

Pixels = Annotated[int, Ge(1), Le(32)]  # a side of CIFAR's images, or fewer
Step = Annotated[float, Gt(0), Le(1)]


class Gradients(Section):
    """Pictures of one batch, and how many batches (each with an initialisation of its own)."""

    images: PositiveInt
    repetitions: PositiveInt
    steps: OneOrMore[Step]


class StudyParams(Section):
    """How much is measured, and on which network; what each value means: params.yaml."""

    backbone: str
    reference: PreprocessParams
    targets: str
    images: Annotated[int, Field(ge=2)]
    seed: Seed
    confidence: Confidence
    sizes: OneOrMore[Size]
    resolutions: OneOrMore[Pixels]
    gradients: Gradients
    timing_repetitions: Annotated[int, Ge(1), Le(1000)]
