"""From pictures to ImageNet logits of a backbone: `python -m stages.infer BACKBONE` (minutes)."""

from typing import get_args

from ..core import checksums, files, params, paths, shards
from ..core.arrays import IMAGENET_CLASSES
from ..preprocess.pictures import read_pictures
from . import backends, chunks, hardware, local, provenance, weights, work
from .classifier import Compute
from .params import InferParams


def main(backbone: str) -> None:
    """Compute the ImageNet logits of all pictures with one backbone: data/logits/BACKBONE."""
    asked = params.load_section("infer", InferParams)
    choice = hardware.choose_hardware(
        asked, hardware.available_devices(), hardware.openvino_is_installed()
    )
    checksums.check_folder(paths.weights(backbone))
    described = files.read_map(paths.weights(backbone) / paths.PROVENANCE)
    checked, pictures = weights.check_weights(backbone, described), read_pictures()
    run = provenance.of_run(described, pictures.provenance, choice, asked.precision)

    def prepare() -> Compute:
        return backends.prepare_backbone(checked, pictures.recipe.size, choice, asked.precision)

    with work.claim_folder(work.fingerprint(run)) as folder:
        parts = chunks.cut_splits(pictures, asked.chunk)
        local.compute_chunks(f"infer {backbone}", pictures, parts, folder, prepare)
        with files.new_folder(paths.logits(backbone)) as out:
            for split in get_args(paths.Split):
                blocks = chunks.read_blocks(folder, [part for part in parts if part.split == split])
                shape = pictures.count(split), IMAGENET_CLASSES
                path, about = out / f"{split}.safetensors", provenance.of_split(run, split)
                shards.write(path, shape, blocks, about)
