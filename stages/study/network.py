"""The network of the experiments: as a torch module, and compiled for speed."""

import copy
import hashlib
import importlib.metadata
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models import ResNet

from ..core import files, paths
from ..core.arrays import Images, Logits
from ..core.errors import ParamsError
from ..infer import hardware, on_openvino, on_torch, weights
from ..infer.classifier import Classifier, Compute
from ..infer.weights import Triple, Weights

# from pictures (N, side, side, 3) and the mean and standard deviation that normalise them to logits
Run = Callable[[Images, Triple, Triple], Logits]


def find_weights(backbone: str) -> tuple[Weights, dict[str, Any]]:
    """The checked checkpoint of one backbone, and its provenance."""
    provenance = files.read_map(paths.weights(backbone) / paths.PROVENANCE)
    return weights.check_weights(backbone, provenance), provenance


def load_resnet(found: Weights, side: int) -> ResNet:
    """The network in evaluation mode; ParamsError if it is no ResNet."""
    network = weights.load_network(found, side)
    if not isinstance(network, ResNet):
        raise ParamsError(
            f"params.yaml: study.backbone is {found.name}, a {found.architecture}; the experiments "
            "take residual blocks apart. Choose a ResNet."
        )
    return network


def compile_network(network: nn.Module) -> Run:
    """The network on the CPU in float32, compiled once for each size and each normalisation.

    The logits of pictures that were computed before, such as the reference's, are reused.
    """
    computed: dict[tuple[str, Triple, Triple], Logits] = {}

    @cache
    def prepared(side: int, mean: Triple, std: Triple) -> Compute:
        model = Classifier(copy.deepcopy(network), mean, std).eval()
        if hardware.openvino_is_installed():
            return on_openvino.prepare_classifier(model, side, "float32")
        return on_torch.prepare_classifier(model, "cpu", "float32")

    def run(pictures: Images, mean: Triple, std: Triple) -> Logits:
        key = (hashlib.sha256(pictures.tobytes()).hexdigest(), mean, std)
        if key not in computed:
            computed[key] = prepared(pictures.shape[1], mean, std)(pictures, lambda count: None)
        return computed[key]

    return run


def normalise(pictures: Images, mean: Triple, std: Triple) -> Tensor:
    """The network's normalised input, float32 (N, 3, side, side), of uint8 (N, side, side, 3)."""
    pixels = torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 255
    return (pixels - torch.tensor(mean).view(3, 1, 1)) / torch.tensor(std).view(3, 1, 1)


def versions() -> dict[str, str]:
    """Versions of the libraries that compute the numbers."""
    names = ["torch", "torchvision"]
    names += ["openvino"] if hardware.openvino_is_installed() else []
    return {name: importlib.metadata.version(name) for name in names}
