"""From pictures to ImageNet logits of a backbone: `python -m stages.infer BACKBONE` (minutes)."""

from ..core import arrays, checksums, files, params, paths
from ..preprocess.pictures import read_pictures
from . import backends, hardware, provenance, splits, weights, work
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
        logits = splits.compute_all(f"infer {backbone}", pictures, asked.chunk, folder, prepare)
        with files.new_folder(paths.logits(backbone)) as out:
            for split, rows in logits.items():
                path = out / f"{split}.safetensors"
                arrays.write_logits(path, rows, provenance.of_split(run, split))
