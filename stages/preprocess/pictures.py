"""What a network is shown: tensors that `preprocess` stored, or images that are resized when read.

Both ways give the same bytes: the same function resizes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..core import checksums, files, paths
from ..core.arrays import Images, read_images
from ..core.errors import DataError, ParamsError
from ..synthetic import make_pictures
from .recipe import Recipe, Resizing

AGAIN = "dvc repro -f -s preprocess"


@dataclass(frozen=True)
class Pictures:
    """The input of a network; provenance: the recipe, with tensors_sha256 by split if stored."""

    provenance: dict[str, Any]
    recipe: Resizing
    stored: bool

    def count(self, split: paths.Shown) -> int:
        """The number of pictures of a split."""
        if split == "synthetic":
            return len(self._synthetic)
        return len(read_images(self._source(split)))

    def read(self, split: paths.Shown, part: slice | NDArray[np.int64]) -> Images:
        """Some pictures, uint8 (n, size, size, 3); synthetic ones are always made when read.

        The file is opened for each call: the pages of an open memory map count as resident memory.
        """
        if split == "synthetic":
            images = self._synthetic[part]
        else:
            images = read_images(self._source(split))[part]
            if self.stored:
                return images
        from .resize import resize  # it imports torch, which those who stored tensors do without

        return resize(images, self.recipe)

    @property
    def _synthetic(self) -> Images:
        """As large as the images of the data set, so that they are enlarged in the same way."""
        return make_pictures(read_images(paths.images("test")).shape[1])

    def _source(self, split: paths.Split) -> Path:
        return paths.tensors(split) if self.stored else paths.images(split)


def open_pictures(resolve: Callable[[Recipe], Resizing], network: str) -> Pictures:
    """The pictures that a network is shown.

    resolve: from what `preprocess` was asked for to what this network wants. ParamsError if
    data/tensors stores pictures that were resized in another way; DataError if a file is damaged
    or of another data set.
    """
    checksums.check_folder(paths.TENSORS)
    found, recipe = _read_recipe()
    wanted = resolve(recipe)
    provenance = {**found, **wanted.model_dump()}
    sums = checksums.read(paths.TENSORS / checksums.NAME)
    names = {split: paths.tensors(split).name for split in get_args(paths.Split)}
    if sums.keys() >= set(names.values()):
        if wanted.model_dump() != recipe.model_dump():
            raise ParamsError(_explain(recipe, wanted, network))
        hashes = {split: sums[name] for split, name in names.items()}
        return Pictures({**provenance, "tensors_sha256": hashes}, wanted, stored=True)
    checksums.check_folder(paths.IMAGES)
    if provenance.get("dataset") != files.read_map(paths.IMAGES / paths.PROVENANCE):
        path = paths.TENSORS / paths.PROVENANCE
        raise DataError(f"{path} is of other images than those in {paths.IMAGES}. Run: {AGAIN}")
    return Pictures(provenance, wanted, stored=False)


def _read_recipe() -> tuple[dict[str, Any], Recipe]:
    path = paths.TENSORS / paths.PROVENANCE
    provenance = files.read_map(path)
    known = {key: provenance[key] for key in Recipe.model_fields if key in provenance}
    return provenance, files.validate_content(path, known, Recipe, AGAIN)


def _explain(recipe: Recipe, wanted: Resizing, network: str) -> str:
    stored, asked = recipe.model_dump(), wanted.model_dump()
    differing = ", ".join(
        f"{key} {asked[key]}, not {stored[key]}" for key in asked if asked[key] != stored[key]
    )
    return (
        f"params.yaml: preprocess.store is true, which keeps one kind of picture for all networks, "
        f"and {network} wants another ({differing}). Set preprocess.store to false."
    )
