"""The preprocess section."""

from typing import Literal

from pydantic import PositiveInt

from stages.core.params import Section


class PreprocessParams(Section):
    """How a small picture becomes the network's input; what each value means: params.yaml."""

    size: PositiveInt
    interpolation: Literal["nearest", "bilinear", "bicubic"]
    crop: Literal["none", "center"]
