"""The provenance of data/images and data/weights/<backbone>, which later stages include."""

from collections.abc import Mapping
from typing import Any

from ..core import paths
from .entries import Backbone, Published
from .file import PackagedFile


def of_images(
    name: str, dataset: Published, sources: Mapping[str, str], images: Mapping[paths.Split, str]
) -> dict[str, Any]:
    """Provenance of images; sources: SHA-256 of each published file; images: of each .npy file."""
    return {
        "dataset": name,
        "title": dataset.title,
        "licence": dataset.licence,
        "citation": dataset.citation,
        "files": dict(sources),
        "images_sha256": dict(images),
    }


def of_joined(name: str, title: str, parts: Mapping[paths.Split, dict[str, Any]]) -> dict[str, Any]:
    """The same where training and test images are of two data sets; parts: `of_images` of each."""
    train, test = parts["train"], parts["test"]
    both = {
        key: f"training images: {train[key]}; test images: {test[key]}"
        for key in ("licence", "citation")
    }
    return {
        "dataset": name,
        "title": title,
        **both,
        "images_sha256": {split: part["images_sha256"][split] for split, part in parts.items()},
        "parts": dict(parts),
    }


def of_weights(name: str, backbone: Backbone, sha256: str) -> dict[str, Any]:
    """Provenance of weights; sha256: the full hash; torchvision publishes only its beginning."""
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
        **_unusual(backbone),
    }


def _unusual(backbone: Backbone) -> dict[str, Any]:
    """What most networks have no need to state."""
    file, wnids = backbone.file, backbone.wnids
    stated = {
        "library": None if backbone.library == "torchvision" else backbone.library,
        "package": file.package if isinstance(file, PackagedFile) else None,
        "label_offset": backbone.label_offset or None,
        "wnids_sha256": wnids.sha256 if wnids else None,
    }
    return {key: value for key, value in stated.items() if value is not None}
