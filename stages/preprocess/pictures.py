"""What a network is shown: tensors that `preprocess` stored, or images that are resized when read.

Both ways give the same bytes: the same function resizes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..core import checksums, files, paths
from ..core.arrays import Images, read_images
from ..core.errors import DataError
from .params import Resizing

AGAIN = "dvc repro -f -s preprocess"


@dataclass(frozen=True)
class Pictures:
    """The input of a network; provenance: the recipe, with tensors_sha256 by split if stored."""

    provenance: dict[str, Any]
    recipe: Resizing
    stored: bool

    def count(self, split: paths.Split) -> int:
        """The number of pictures of a split."""
        return len(read_images(self._source(split)))

    def read(self, split: paths.Split, part: slice | NDArray[np.int64]) -> Images:
        """Some pictures, uint8 (n, size, size, 3).

        The file is opened for each call: the pages of an open memory map count as resident memory.
        """
        images = read_images(self._source(split))[part]
        if self.stored:
            return images
        from .resize import resize  # it imports torch, which those who stored tensors do without

        return resize(images, self.recipe)

    def _source(self, split: paths.Split) -> Path:
        return paths.tensors(split) if self.stored else paths.images(split)


def read_pictures() -> Pictures:
    """The pictures of data/tensors; DataError if a file is damaged or of another data set."""
    checksums.check_folder(paths.TENSORS)
    path = paths.TENSORS / paths.PROVENANCE
    provenance, sums = files.read_map(path), checksums.read(paths.TENSORS / checksums.NAME)
    known = {key: provenance[key] for key in Resizing.model_fields if key in provenance}
    recipe = files.validate_content(path, known, Resizing, AGAIN)
    names = {split: paths.tensors(split).name for split in get_args(paths.Split)}
    if sums.keys() >= set(names.values()):
        hashes = {split: sums[name] for split, name in names.items()}
        return Pictures({**provenance, "tensors_sha256": hashes}, recipe, stored=True)
    checksums.check_folder(paths.IMAGES)
    if provenance.get("dataset") != files.read_map(paths.IMAGES / paths.PROVENANCE):
        raise DataError(f"{path} is of other images than those in {paths.IMAGES}. Run: {AGAIN}")
    return Pictures(provenance, recipe, stored=False)
