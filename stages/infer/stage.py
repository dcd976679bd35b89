"""From pictures to ImageNet logits of a backbone: `python -m stages.infer BACKBONE` (minutes)."""

from functools import partial
from typing import get_args

import numpy as np

from ..core import arrays, checksums, files, params, paths
from ..core.arrays import IMAGENET_CLASSES
from ..preprocess.pictures import Pictures, open_pictures
from . import backends, batches, chunks, hardware, local, provenance, weights, work
from .classifier import Compute
from .hardware import Choice
from .params import InferParams


def main(backbone: str) -> None:
    """Compute the ImageNet logits of all pictures with one backbone: data/logits/BACKBONE."""
    asked = params.load_section("infer", InferParams)
    choice = hardware.choose_hardware(
        asked, hardware.available_devices(), hardware.openvino_is_installed()
    )
    checksums.check_folder(paths.weights(backbone))
    pictures = open_pictures(weights.read_resizing(backbone).resolve, f"backbone {backbone!r}")
    chosen = batches.settle_batch(choice, pictures.recipe.size)
    batches.halve_until_it_fits(chosen, partial(compute_logits, backbone, asked, pictures))


def compute_logits(backbone: str, asked: InferParams, pictures: Pictures, choice: Choice) -> None:
    """The same on chosen hardware, all logits with the same batch."""
    described = files.read_map(paths.weights(backbone) / paths.PROVENANCE)
    checked = weights.check_weights(backbone, described)
    run = provenance.of_run(described, pictures.provenance, choice, asked.precision)

    def prepare() -> Compute:
        return backends.prepare_backbone(checked, pictures.recipe.size, choice, asked.precision)

    with work.claim_folder(work.fingerprint(run)) as folder:
        parts = chunks.cut_splits(pictures, asked.chunk)
        local.compute_chunks(f"infer {backbone}", pictures, parts, folder, prepare)
        with files.new_folder(paths.logits(backbone)) as out:
            for split in get_args(paths.Split):
                blocks = chunks.read_blocks(folder, [part for part in parts if part.split == split])
                logits = np.concatenate([np.empty((0, IMAGENET_CLASSES), np.float32), *blocks])
                path = out / f"{split}.safetensors"
                arrays.write_logits(path, logits, provenance.of_split(run, split))
