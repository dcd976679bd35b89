"""The section `people` of params.yaml."""

from typing import Annotated

from annotated_types import Ge, Le

from ..core.params import Section
from ..core.values import Confidence, Digits, Name, Seed


class PeopleParams(Section):
    """Whose answers the strategies of one backbone are compared with; None: nobody's."""

    answers: Name | None  # a name in answers.yaml
    backbone: str
    confidence: Confidence  # of every interval
    resamples: Annotated[int, Ge(100), Le(100_000)]  # of the test images, shared by all numbers
    seed: Seed  # of the resamples
    digits: Digits  # of the tables
