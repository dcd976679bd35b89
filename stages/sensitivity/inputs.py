"""Reads the inputs of the stage and checks that they fit together; no label of a test image."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from ..core import arrays, files, params, paths, strict_yaml
from ..core.arrays import IMAGENET_CLASSES, Logits
from ..core.errors import DataError, ParamsError, shown
from ..map.evidence import Evidence
from ..map.groups import Groups, known_groups, read_groups
from ..map.inputs import read_evidence
from .params import SensitivityParams


@dataclass(frozen=True)
class Variant:
    """The training images' logits from one network with one way to resize images."""

    backbone: str
    input: str  # such as "bilinear 224"
    logits: Logits


@dataclass(frozen=True)
class Inputs:
    """Everything that is varied; `evidence` is of the first variant."""

    evidence: Evidence
    lists: Mapping[str, Groups]  # all lists for these targets
    variants: tuple[Variant, ...]


def read_inputs(chosen: SensitivityParams) -> Inputs:
    """Read logits, training labels and all lists for the targets."""
    if chosen.backbone not in params.load_backbones():
        allowed = ", ".join(params.load_backbones())
        where = strict_yaml.read(paths.PARAMS).where(("sensitivity", "backbone"))
        raise ParamsError(
            f"{where}: sensitivity.backbone is {shown(chosen.backbone)}; allowed: {allowed}."
        )
    evidence = read_evidence(chosen.backbone, chosen)
    made_by = arrays.read_provenance(chosen.backbone, "train")
    variants = [Variant(chosen.backbone, describe_input(made_by), evidence.train)]
    for folder in chosen.further:
        variants.append(_read_further(Path(folder), made_by, len(evidence.train)))
        if len({(v.backbone, v.input) for v in variants}) < len(variants):
            raise DataError(
                f"{folder}: {variants[-1].backbone}, {variants[-1].input}, is there already; "
                "take it out of sensitivity.further in params.yaml"
            )
    return Inputs(evidence, _read_lists(chosen.targets), tuple(variants))


def describe_input(made_by: Mapping[str, Any]) -> str:
    """How images were resized for the network: "bilinear 224", "bicubic 224 center"."""
    resized = made_by["input"]
    crop = "" if resized["crop"] == "none" else f" {resized['crop']}"
    return f"{resized['interpolation']} {resized['size']}{crop}"


def _read_further(folder: Path, first: Mapping[str, Any], images: int) -> Variant:
    """Read logits from any folder; DataError unless they are of the same training images."""
    path = folder / "train.safetensors"
    try:
        with safe_open(path, "np") as file:
            logits = file.get_tensor("logits")
            made_by = files.parse_json(file.metadata()["provenance"])
        variant = Variant(made_by["backbone"], describe_input(made_by), logits)
        dataset = made_by["input"]["dataset"]
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} holds no logits with their provenance ({error}); sensitivity.further in "
            "params.yaml lists folders that `python -m stages.infer` wrote"
        ) from error
    if dataset != first["input"]["dataset"]:
        raise DataError(
            f"{path} is of {dataset['title']}; wanted: {first['input']['dataset']['title']}, "
            f"as in data/logits/{first['backbone']}"
        )
    if logits.shape != (images, IMAGENET_CLASSES):
        raise DataError(f"{path} holds {logits.shape} logits; wanted: {images, IMAGENET_CLASSES}")
    return variant


def _read_lists(targets: str) -> Mapping[str, Groups]:
    """All lists in stages/map/groups for these targets."""
    lists = {name: read_groups(name) for name in known_groups()}
    return {name: groups for name, groups in lists.items() if groups.vocabulary == targets}
