"""Networks small enough for tests, under names that torchvision's registry knows."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torchvision.models._api import register_model

from stages.core import files, paths

DOCUMENTED = {"size": 12, "interpolation": "bilinear"}
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@register_model()  # type: ignore[untyped-decorator]
def tiny_classifier(classes: int = 1000, **_: Any) -> nn.Module:
    """A convolution of 5×5, batch normalisation, a linear layer."""
    return nn.Sequential(
        nn.Conv2d(3, 8, kernel_size=5, stride=2, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(32, classes),
    )


@register_model()  # type: ignore[untyped-decorator]
def tiny_ten_classes(**_: Any) -> nn.Module:
    return tiny_classifier(classes=10)  # type: ignore[no-any-return]


def random_network(seed: int = 0) -> nn.Module:
    """A tiny classifier whose logits differ from image to image, its statistics included."""
    torch.manual_seed(seed)
    network: nn.Module = tiny_classifier().eval()
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if name.endswith("running_var"):
                tensor.uniform_(0.5, 1.5)
            elif tensor.is_floating_point():
                tensor.normal_()
    return network


def provenance(name: str, path: Path, **changes: Any) -> dict[str, Any]:
    """What `weights` writes beside a checkpoint in torchvision's format."""
    return {
        "name": name,
        "title": f"{name} (random weights)",
        "architecture": "tiny_classifier",
        "format": "torchvision",
        "file": path.name,
        "sha256": files.sha256(path),
        "licence": "none",
        "notice": "none",
        "mean": list(MEAN),
        "std": list(STD),
        "input_size": None,
        **changes,
    }


def write_weights(
    name: str, state: Any, stated: dict[str, Any] | None = None, **changes: Any
) -> None:
    """data/weights/<name>: a checkpoint with its provenance; stated: what its entry states."""
    path = paths.weights(name) / "checkpoint.pth"
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, path)
    files.write_json(path.parent / paths.PROVENANCE, provenance(name, path, **changes))
    files.write_json(
        path.parent / paths.RESIZING, {"documented": DOCUMENTED, "stated": stated or {}}
    )
