"""From pictures to ImageNet logits of a backbone: `python -m stages.infer BACKBONE` (minutes)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from ..core import checksums, files, params, paths, shards
from ..core.arrays import IMAGENET_CLASSES
from ..preprocess.pictures import open_pictures
from . import chunks, provenance, weights, work
from .chunks import Chunk
from .engines import Engine, compute_missing, use_engine
from .params import InferParams
from .task import Task


def main(backbone: str) -> None:
    """Compute the ImageNet logits of all pictures with one backbone: data/logits/BACKBONE.

    Beside the images of the data set, it is shown pictures of nothing (stages/synthetic).
    """
    asked = params.load_section("infer", InferParams)
    checksums.check_folder(paths.weights(backbone))
    described = files.read_map(paths.weights(backbone) / paths.PROVENANCE)
    checked = weights.check_weights(backbone, described)
    pictures = open_pictures(weights.read_resizing(backbone).resolve, f"backbone {backbone!r}")

    def compute(engine: Engine) -> None:
        run = provenance.of_run(described, pictures.provenance, engine.hardware, asked.precision)
        with work.claim_folder(work.fingerprint(run)) as folder:
            parts = chunks.cut_splits(pictures, asked.chunk)
            compute_missing(f"infer {backbone}", engine, parts, folder)
            _assemble(backbone, folder, parts, run)

    use_engine(Task(checked, pictures, asked), compute)


def _assemble(backbone: str, folder: Path, parts: Sequence[Chunk], run: dict[str, Any]) -> None:
    """Write the logits of all splits from finished chunks; run: their provenance."""
    with files.new_folder(paths.logits(backbone)) as out:
        for split in get_args(paths.Shown):
            own = [part for part in parts if part.split == split]
            shape = chunks.count_images(own), IMAGENET_CLASSES
            path, about = out / f"{split}.safetensors", provenance.of_split(run, split)
            shards.write(path, shape, chunks.read_blocks(folder, own), about)
