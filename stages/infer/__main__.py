"""Tensors → ImageNet logits of one backbone: `python -m stages.infer BACKBONE` (minutes)."""

from functools import cache
from typing import get_args

from stages.core import arrays, files, front_door, params, paths
from stages.infer import backends, hardware, provenance, splits, tensors, weights, work
from stages.infer.classifier import Compute
from stages.infer.params import InferParams


def main(backbone: str) -> None:
    """Compute the ImageNet logits of data/tensors with one backbone: data/logits/BACKBONE."""
    asked = params.load_section("infer", InferParams)
    choice = hardware.choose(asked, hardware.available_devices(), hardware.openvino_is_installed())
    described = files.read_json(paths.weights(backbone) / paths.PROVENANCE)
    checked, images = weights.check(backbone, described), tensors.read_provenance()
    run = provenance.of_run(described, images, choice, asked.precision)

    @cache  # both splits share one network; where all chunks are finished, none is built
    def prepare() -> Compute:
        return backends.prepare(checked, images["size"], choice, asked.precision)

    with work.claim(work.fingerprint(run)) as folder:
        logits = {
            split: splits.compute(split, asked.chunk, folder, prepare)
            for split in get_args(paths.Split)
        }
        with files.new_folder(paths.logits(backbone)) as out:
            for split, found in logits.items():
                path = out / f"{split}.safetensors"
                arrays.write_logits(path, found, provenance.of_split(run, split))


if __name__ == "__main__":
    front_door.run(main, "backbone")
