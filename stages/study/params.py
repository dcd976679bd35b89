"""The section `study` of params.yaml."""

from typing import Annotated

from annotated_types import Ge, Gt, Le

from ..core.params import Section
from ..core.values import Confidence, OneOrMore, Seed
from ..preprocess.recipe import Resizing, Size

Pixels = Annotated[int, Ge(1), Le(32)]  # a side of CIFAR's images, or fewer
Step = Annotated[float, Gt(0), Le(1)]


class Gradients(Section):
    """Images of one batch, and the number of batches, each with another initialisation."""

    images: Annotated[int, Ge(1), Le(1000)]
    repetitions: Annotated[int, Ge(1), Le(1000)]
    steps: OneOrMore[Step]


class StudyParams(Section):
    """The network and the size of the experiments; each value: params.yaml."""

    backbone: str
    reference: Resizing
    images: Annotated[int, Ge(2), Le(1_000_000)]
    seed: Seed
    confidence: Confidence
    sizes: OneOrMore[Size]
    resolutions: OneOrMore[Pixels]
    gradients: Gradients
    timing_repetitions: Annotated[int, Ge(1), Le(1000)]
