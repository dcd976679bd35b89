"""Images → tensors of the network's input size: `python -m stages.preprocess` (seconds)."""

from typing import get_args

from ..core import checksums, files, params, paths
from . import sample, tensors
from .params import PreprocessParams
from .recipe import Resizing


def main() -> None:
    """Resize data/images to the network's input size, or say how: data/tensors."""
    chosen = params.load_section("preprocess", PreprocessParams)
    checksums.check_folder(paths.IMAGES)
    dataset = files.read_map(paths.IMAGES / paths.PROVENANCE)
    with files.new_folder(paths.TENSORS) as folder:
        recipe = chosen.model_dump(exclude={"store"})
        if chosen.store:
            for split in get_args(paths.Split):
                path = folder / paths.tensors(split).name
                tensors.write_tensors(paths.images(split), path, Resizing.model_validate(recipe))
        else:
            sample.write_sample(paths.images("test"), folder / sample.NAME, chosen)
        files.write_json(folder / paths.PROVENANCE, {"dataset": dataset, **recipe})
