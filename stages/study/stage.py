"""Experiments that need the network and the images: `python -m stages.study` (3 minutes)."""

from .. import vocabulary
from ..core import arrays, files, params, paths
from . import experiments, mapping, network, outputs, sample
from .params import StudyParams


def main() -> None:
    """Measure, on training images, what the ten questions ask of the network: plots/study."""
    chosen = params.load_section("study", StudyParams)
    weights, published = network.find_weights(chosen.backbone)
    targets = vocabulary.targets(chosen.targets)
    images = arrays.read_images(paths.images("train"))
    labels = arrays.read_labels(paths.labels("train"), len(targets))
    subject = experiments.Subject(
        network.load_resnet(weights, chosen.reference.size),
        weights,
        mapping.find_members(targets, vocabulary.imagenet(), vocabulary.wordnet()),
        sample.draw_sample(images, labels, chosen.images, chosen.seed),
        images,
    )
    results = experiments.run_experiments(subject, chosen)
    about = {
        "weights": published,
        "dataset": files.read_json(paths.IMAGES / paths.PROVENANCE),
    }
    with files.new_folder(paths.PLOTS / "study") as folder:
        outputs.write_outputs(folder, subject, results, chosen, about)
