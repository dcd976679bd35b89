"""The provenance of the logits, which is written into each file of logits."""

from typing import Any

from ..core import paths
from . import architectures, hardware
from .hardware import Choice
from .params import Precision


def of_run(
    weights: dict[str, Any], pictures: dict[str, Any], choice: Choice, precision: Precision
) -> dict[str, Any]:
    """The provenance of both splits; weights and pictures: the provenance of both."""
    return {
        "backbone": weights["name"],
        "weights": weights,
        "input": pictures,
        "backend": choice.backend,
        "device": {"kind": choice.device, "model": hardware.name_device(choice.device)},
        "precision": precision,
        # logits of another batch may differ in their last bits
        **({} if choice.batch is None else {"batch": choice.batch}),
        "versions": hardware.versions_of(choice)
        | architectures.version_of(weights.get("library", "torchvision")),
    }


def of_split(run: dict[str, Any], split: paths.Split) -> dict[str, Any]:
    """The provenance of one split."""
    about = {**run, "split": split}
    if stored := run["input"].get("tensors_sha256"):
        about["input_sha256"] = stored[split]
    return about
