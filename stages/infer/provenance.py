"""The provenance of the logits, which is written into each file of logits."""

from typing import Any

from .. import synthetic
from ..core import paths
from . import architectures, hardware
from .hardware import Choice
from .params import Precision


def of_run(
    weights: dict[str, Any],
    pictures: dict[str, Any],
    computed_on: dict[str, Any],
    precision: Precision,
) -> dict[str, Any]:
    """The provenance of both splits; weights, pictures, computed_on: the provenance of each."""
    return {
        "backbone": weights["name"],
        "weights": weights,
        "input": pictures,
        "precision": precision,
        **computed_on,
        "versions": {
            **computed_on["versions"],
            **architectures.version_of(weights.get("library", "torchvision")),
        },
    }


def of_hardware(choice: Choice) -> dict[str, Any]:
    """What computes on this machine: the library, the device, the versions."""
    return {
        "backend": choice.backend,
        "device": {"kind": choice.device, "model": hardware.name_device(choice.device)},
        # logits of another batch may differ in their last bits
        **({} if choice.batch is None else {"batch": choice.batch}),
        "versions": hardware.versions_of(choice),
    }


def of_split(run: dict[str, Any], split: paths.Shown) -> dict[str, Any]:
    """The provenance of one split; of synthetic pictures, how many there are of each kind."""
    about = {**run, "split": split}
    if split == "synthetic":
        # a list: the keys of an object are sorted in a header
        return {**about, "pictures": [[kind, synthetic.EACH] for kind in synthetic.KINDS]}
    if stored := run["input"].get("tensors_sha256"):
        about["input_sha256"] = stored[split]
    return about
