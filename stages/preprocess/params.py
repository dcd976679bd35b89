"""The preprocess section."""

from typing import Annotated, Literal

from annotated_types import Ge, Le

from ..core.params import Section

Size = Annotated[int, Ge(1), Le(4096)]  # pixels a side; 5,000 images of 4,096 take 250 GB


class PreprocessParams(Section):
    """How a small picture becomes the network's input; what each value means: params.yaml."""

    size: Size
    interpolation: Literal["nearest", "bilinear", "bicubic"]
    crop: Literal["none", "center"]
