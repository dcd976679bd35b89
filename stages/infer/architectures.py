"""Builds networks without their weights, by the names of torchvision and of timm."""

import importlib.metadata
from typing import Any, Literal

from torch import nn

from ..core.errors import DataError

Library = Literal["torchvision", "timm"]


def build(library: Library, architecture: str, side: int | None, entry: str) -> nn.Module:
    """A network of 1000 outputs with random weights; side: that of its only size, if it has one.

    DataError names the file `entry` where the library lacks the architecture.
    """
    try:
        if library == "timm":
            return _build_timm(architecture)
        return _build_torchvision(architecture, side)
    except ImportError as error:
        raise DataError(
            f"{entry}: library is {library}, which is not installed. Run: make networks"
        ) from error
    except (ValueError, RuntimeError) as error:
        if str(error).startswith("Unknown model"):
            raise DataError(
                f"{architecture!r} is no architecture that {library} has. Correct it in {entry}."
            ) from error
        raise


def version_of(library: Library) -> dict[str, str]:
    """The version of a library that is not among those of every run."""
    return {} if library == "torchvision" else {library: importlib.metadata.version(library)}


def _build_torchvision(architecture: str, side: int | None) -> nn.Module:
    from torchvision.models import get_model

    options: dict[str, Any] = {}
    if architecture in ("googlenet", "inception_v3"):
        options["init_weights"] = False  # it takes many seconds, and the weights are replaced
    if architecture.startswith("vit_") and side is not None:
        options["image_size"] = side
    return get_model(architecture, weights=None, **options)  # type: ignore[no-any-return]


def _build_timm(architecture: str) -> nn.Module:
    import timm

    # without the tag, which names weights and could bring another number of outputs
    name = architecture.partition(".")[0]
    network: nn.Module = timm.create_model(name, pretrained=False, num_classes=1000)
    return network
