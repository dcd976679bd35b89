"""The section `preprocess` of params.yaml."""

from typing import Self

from pydantic import model_validator

from .recipe import Recipe


class PreprocessParams(Recipe):
    """The section `preprocess`; store: whether the resized pictures are kept."""

    store: bool

    @model_validator(mode="after")
    def _store_one_kind(self) -> Self:
        if self.store and self.own:
            raise ValueError(
                "auto gives each network pictures of its own, and store is true, which keeps one "
                "kind for all. Set store to false."
            )
        return self
