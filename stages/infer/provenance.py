"""The provenance of the logits, which is written into each file of logits."""

from typing import Any

from ..core import paths
from . import hardware
from .hardware import Choice
from .params import Precision


def of_run(
    weights: dict[str, Any], tensors: dict[str, Any], choice: Choice, precision: Precision
) -> dict[str, Any]:
    """The provenance of both splits; weights and tensors: the provenance of these folders."""
    return {
        "backbone": weights["name"],
        "weights": weights,
        "input": tensors,
        "backend": choice.backend,
        "device": {"kind": choice.device, "model": hardware.name_device(choice.device)},
        "precision": precision,
        "versions": hardware.versions_of(choice),
    }


def of_split(run: dict[str, Any], split: paths.Split) -> dict[str, Any]:
    """The provenance of one split."""
    return {**run, "split": split, "input_sha256": run["input"]["tensors_sha256"][split]}
