"""Experiments that need the network and the images: `python -m stages.study` (3 minutes)."""

from .. import vocabulary
from ..core import arrays, checksums, files, params, paths
from ..tables import absence
from . import experiments, mapping, network, outputs, sample
from .params import StudyParams


def main() -> None:
    """Run the experiments for the ten questions, on training images; write plots/study.

    Without training images it only says why it is left out.
    """
    chosen = params.load_section("study", StudyParams)
    checksums.check_folder(paths.IMAGES)
    checksums.check_folder(paths.weights(chosen.backbone))
    checksums.check_file(paths.labels("train"))
    weights, published = network.find_weights(chosen.backbone)
    problem = vocabulary.problem(params.load_targets())
    images = arrays.read_images(paths.images("train"))
    if not len(images):
        absence.write_absence("study", absence.NO_TRAINING_IMAGES, paths.PLOTS / "study")
        return
    labels = problem.read_labels(paths.labels("train"))
    subject = experiments.Subject(
        network.load_resnet(weights, chosen.reference.size),
        weights,
        mapping.find_members(problem.targets, vocabulary.imagenet(), vocabulary.wordnet()),
        sample.draw_sample(images, labels, chosen.images, chosen.seed),
        images,
        problem.title,
    )
    results = experiments.run_experiments(subject, chosen)
    about = {
        "weights": published,
        "dataset": files.read_json(paths.IMAGES / paths.PROVENANCE),
    }
    with files.new_folder(paths.PLOTS / "study") as folder:
        outputs.write_outputs(folder, subject, results, chosen, about)
