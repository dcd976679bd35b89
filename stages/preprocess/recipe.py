"""How pictures are brought to a network's input size: the words of params.yaml and of networks/."""

from typing import Annotated, Literal

from annotated_types import Ge, Le

from ..core.params import Section

Size = Annotated[int, Ge(1), Le(4096)]  # pixels a side; 5,000 images of 4,096 take 250 GB
Interpolation = Literal["nearest", "bilinear", "bicubic"]
Crop = Literal["none", "center"]


class Resizing(Section):
    """One way to resize; what each value does: params.yaml, section preprocess."""

    size: Size
    interpolation: Interpolation
    crop: Crop


class Recipe(Section):
    """The same for all networks together, where `auto` is what a network's documentation says."""

    size: Size | Literal["auto"]
    interpolation: Interpolation | Literal["auto"]
    crop: Crop

    @property
    def own(self) -> bool:
        """Whether each network has its own size or interpolation."""
        return "auto" in (self.size, self.interpolation)


class Documented(Section):
    """What the documentation of a network's weights says."""

    size: Size
    interpolation: Interpolation


class Stated(Section):
    """What a network's entry states instead of params.yaml; None: nothing."""

    size: Size | None = None
    interpolation: Interpolation | None = None
    crop: Crop | None = None


class NetworkResizing(Section):
    """What is known of one network."""

    documented: Documented
    stated: Stated

    def resolve(self, recipe: Recipe) -> Resizing:
        """How this network's pictures are resized; what its entry states comes first."""
        documented = self.documented.model_dump()
        asked = {key: getattr(recipe, key) for key in Recipe.model_fields}  # and not `store`
        auto = {key: documented[key] for key, value in asked.items() if value == "auto"}
        return Resizing.model_validate(
            {**asked, **auto, **self.stated.model_dump(exclude_none=True)}
        )
