"""The section `gallery` of params.yaml."""

from typing import Annotated

from pydantic import Field

from ..core.params import Section
from ..core.values import OneOrMore


class GalleryParams(Section):
    """The strategies and the numbers of images that are shown; each value: params.yaml."""

    backbone: str
    strategies: OneOrMore[str]
    images: Annotated[int, Field(ge=1, le=8)]  # of each class, a row of the sheet
    disagreements: Annotated[int, Field(ge=1, le=200)]
    duplicate: Annotated[float, Field(gt=0, le=1)]  # correlation of pixels, at least
    opens_with: str  # the strategy, one with a list, that the explorer shows first
