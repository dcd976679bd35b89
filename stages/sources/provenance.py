"""The provenance of data/images and data/weights/<backbone>, which later stages include."""

from collections.abc import Mapping
from typing import Any

from ..core import paths
from .entries import Backbone, Single
from .file import PackagedFile
from .own_data import Folder, Parquet


def of_images(
    name: str, dataset: Single, sources: Mapping[str, str], images: Mapping[paths.Split, str]
) -> dict[str, Any]:
    """Provenance of images; images: SHA-256 of each .npy file.

    sources: that of each published file, or of a folder of one's own.
    """
    return {
        "dataset": name,
        "title": dataset.title,
        "licence": dataset.licence,
        "citation": dataset.citation,
        "files": dict(sources),
        "images_sha256": dict(images),
    }


def of_pictures(dataset: Single, notes: Mapping[paths.Split, Mapping[str, int]]) -> dict[str, Any]:
    """What is said of pictures of one's own beside that; notes: how many were turned and so on.

    classes: in the order of the labels, so that `map` can compare them with the problem's.
    """
    if not isinstance(dataset, Folder | Parquet):
        return {}
    counted = {split: dict(counts) for split, counts in notes.items()}
    pictures = {**dataset.pictures.model_dump(mode="json"), "changed": counted}
    names = {"classes": list(dataset.names)} if isinstance(dataset, Folder) else {}
    return {"pictures": pictures, **names}


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
        "mirrored": backbone.mirrored or None,
    }
    return {key: value for key, value in stated.items() if value is not None}
