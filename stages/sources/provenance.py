"""What made data/images and data/weights/<backbone>: where the chain of provenance starts."""

from collections.abc import Mapping
from typing import Any

from ..core import paths
from .catalog import Backbone, Dataset


def of_images(
    name: str, dataset: Dataset, sources: Mapping[str, str], images: Mapping[paths.Split, str]
) -> dict[str, Any]:
    """sources: SHA-256 of each published file; images: of the .npy file of each split."""
    return {
        "dataset": name,
        "title": dataset.title,
        "licence": dataset.licence,
        "citation": dataset.citation,
        "files": dict(sources),
        "images_sha256": dict(images),
    }


def of_weights(name: str, backbone: Backbone, sha256: str) -> dict[str, Any]:
    """sha256: of the checkpoint itself, in full, where torchvision publishes its beginning only."""
    return {
        "name": name,
        "title": backbone.title,
        "architecture": backbone.architecture,
        "format": backbone.format,
        "file": backbone.file.name,
        "sha256": sha256,
        "licence": backbone.licence,
        "notice": backbone.notice,
        "mean": list(backbone.mean),
        "std": list(backbone.std),
        "input_size": backbone.input_size,
    }
