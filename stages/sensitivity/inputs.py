"""What the stage reads, checked to fit together; there is no label of a test image among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..core import arrays, formats, params, paths, strict_yaml
from ..core.arrays import IMAGENET_CLASSES, Logits
from ..core.errors import DataError, ParamsError, shown
from ..map.evidence import Evidence
from ..map.groups import Groups, known_groups, read_groups
from ..map.inputs import read_evidence
from .params import SensitivityParams

WRITTEN_BY = "python -m stages.infer BACKBONE"  # the folders of sensitivity.further
NEEDED = ("backbone", "input.dataset.title", "input.interpolation", "input.size", "input.crop")


@dataclass(frozen=True)
class Variant:
    """The training images' logits from one network and one way to resize its input."""

    backbone: str
    input: str  # such as "bilinear 224"
    logits: Logits


@dataclass(frozen=True)
class Inputs:
    """Everything that is varied; the first variant is the one that `evidence` is of."""

    evidence: Evidence
    lists: Mapping[str, Groups]  # every list that has these targets
    variants: tuple[Variant, ...]


def read_inputs(chosen: SensitivityParams) -> Inputs:
    """Read the logits, the training labels and every list of groups."""
    if chosen.backbone not in params.load_backbones():
        known = ", ".join(params.load_backbones())
        where = strict_yaml.read(paths.PARAMS).where(("sensitivity", "backbone"))
        raise ParamsError(
            f"{where}: sensitivity.backbone is {shown(chosen.backbone)}; allowed: {known}."
        )
    evidence = read_evidence(chosen.backbone, chosen)
    made_by = arrays.read_provenance(chosen.backbone, "train", *NEEDED)
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
    """How the pictures were brought to the network's size: "bilinear 224", "bicubic 224 center"."""
    given = made_by["input"]
    crop = "" if given["crop"] == "none" else f" {given['crop']}"
    return f"{given['interpolation']} {given['size']}{crop}"


def _read_further(folder: Path, first: Mapping[str, Any], images: int) -> Variant:
    """Logits in a folder of any name; DataError unless they are of the same training images."""
    path = folder / "train.safetensors"
    if not path.exists():
        raise DataError(
            f"{path} is missing; sensitivity.further in params.yaml lists folders that "
            "`python -m stages.infer` wrote."
        )
    content, made_by = formats.read_safetensors(path, WRITTEN_BY)
    arrays.check_provenance(path, made_by, NEEDED)
    if "logits" not in content:
        raise DataError(f"{path} holds no logits. Run: {WRITTEN_BY}")
    given = Variant(str(made_by["backbone"]), describe_input(made_by), content["logits"])
    dataset = made_by["input"]["dataset"]
    if dataset != first["input"]["dataset"]:
        raise DataError(
            f"{path} is of {dataset['title']}; wanted: {first['input']['dataset']['title']}, "
            f"as in data/logits/{first['backbone']}"
        )
    shape = given.logits.shape
    if shape != (images, IMAGENET_CLASSES) or not np.isfinite(given.logits).all():
        wanted = f"{images, IMAGENET_CLASSES}, all finite"
        raise DataError(f"{path} holds {shape} logits; wanted: {wanted}")
    return given


def _read_lists(targets: str) -> Mapping[str, Groups]:
    """The lists of stages/map/groups that are for these targets."""
    lists = {name: read_groups(name) for name in known_groups()}
    return {name: groups for name, groups in lists.items() if groups.vocabulary == targets}
