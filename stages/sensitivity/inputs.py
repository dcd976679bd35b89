"""What the stage reads, checked to fit together; there is no label of a test image among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from ..core import arrays, checksums, files, params, paths, strict_yaml
from ..core.arrays import IMAGENET_CLASSES, Logits
from ..core.errors import DataError, ParamsError, shown
from ..map.evidence import Evidence
from ..map.groups import Groups, known_groups, read_groups
from ..map.inputs import read_evidence
from .params import SensitivityParams


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
    """How the pictures were brought to the network's size: "bilinear 224", "bicubic 224 center"."""
    given = made_by["input"]
    crop = "" if given["crop"] == "none" else f" {given['crop']}"
    return f"{given['interpolation']} {given['size']}{crop}"


def _read_further(folder: Path, first: Mapping[str, Any], images: int) -> Variant:
    """Logits in a folder of any name; DataError unless they are of the same training images."""
    checksums.check_folder(folder)
    path = folder / "train.safetensors"
    try:
        with safe_open(path, "np") as file:
            logits = file.get_tensor("logits")
            made_by = files.parse_json(file.metadata()["provenance"])
        given = Variant(made_by["backbone"], describe_input(made_by), logits)
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
    return given


def _read_lists(targets: str) -> Mapping[str, Groups]:
    """The lists of stages/map/groups that are for these targets."""
    lists = {name: read_groups(name) for name in known_groups()}
    return {name: groups for name, groups in lists.items() if groups.vocabulary == targets}
