"""The section `preprocess` of params.yaml."""

from typing import Annotated, Literal

from annotated_types import Ge, Le

from ..core.params import Section

Size = Annotated[int, Ge(1), Le(4096)]  # pixels a side; 5,000 images of 4,096 take 250 GB


class Resizing(Section):
    """How pictures are brought to the network's input size; each value: params.yaml."""

    size: Size
    interpolation: Literal["nearest", "bilinear", "bicubic"]
    crop: Literal["none", "center"]


class PreprocessParams(Resizing):
    """The section `preprocess`; store: whether the resized pictures are kept."""

    store: bool
