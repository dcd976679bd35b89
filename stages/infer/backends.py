"""From a checked checkpoint to a function that computes logits."""

from . import classifier, compiled, on_openvino, on_torch
from .classifier import Classifier, Compute
from .hardware import Choice
from .params import Precision
from .weights import Weights, load_network


def prepare_backbone(
    weights: Weights, size: int, choice: Choice, precision: Precision, threads: int | None = None
) -> Compute:
    """Build the network, load its weights, try it on one image, pass it to the chosen library.

    threads: the most that OpenVINO uses; None: all that the system gives. DataError if weights,
    architecture and images of `size` pixels do not fit together.
    """

    def build() -> Classifier:
        network = load_network(weights, size)
        layout = on_torch.layout_for(choice.device, precision)
        mean, std, mirrored = weights.mean, weights.std, weights.mirrored
        model = Classifier(network, mean, std, layout, mirrored=mirrored).eval()
        classifier.check_classifier(model, weights.name, size)
        return model

    if choice.backend == "openvino":
        return compiled.prepare_kept(weights, size, precision, threads, build)
    return prepare_classifier(build(), size, choice, precision)


def prepare_classifier(
    model: Classifier,
    size: int,
    choice: Choice,
    precision: Precision,
    threads: int | None = None,
) -> Compute:
    """The same for a network that has its weights already; nothing of it is kept."""
    if choice.backend == "openvino":
        return on_openvino.prepare_classifier(model, size, precision, threads)
    return on_torch.prepare_classifier(model, choice.device, precision, choice.batch)
