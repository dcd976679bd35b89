"""The section `gallery` of params.yaml."""

from typing import Annotated

from pydantic import Field

from ..core.params import Section
from ..core.values import OneOrMore


class GalleryParams(Section):
    """Whose answers are shown, on how many images."""

    backbone: str
    strategies: OneOrMore[str]
    images: Annotated[int, Field(ge=1, le=8)]  # of each class; a row of the sheet
    disagreements: Annotated[int, Field(ge=1, le=200)]
    duplicate: Annotated[float, Field(gt=0, le=1)]  # from which correlation of pixels on
    opens_with: str  # a strategy with a list; the explorer's first
