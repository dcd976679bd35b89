"""Images → tensors of the network's input size: `python -m stages.preprocess` (seconds)."""

from typing import get_args

from ..core import checksums, files, params, paths
from . import tensors
from .params import PreprocessParams


def main() -> None:
    """Resize data/images to the network's input size; write data/tensors."""
    chosen = params.load_section("preprocess", PreprocessParams)
    checksums.check_folder(paths.IMAGES)
    dataset = files.read_json(paths.IMAGES / paths.PROVENANCE)
    with files.new_folder(paths.TENSORS) as folder:
        for split in get_args(paths.Split):
            path = folder / paths.tensors(split).name
            tensors.write_tensors(paths.images(split), path, chosen)
        provenance = {"dataset": dataset, **chosen.model_dump()}
        files.write_json(folder / paths.PROVENANCE, provenance)
