"""Reads the inputs of the stage and checks that they fit together; no label of a test image."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core import arrays, checksums, params, paths, shards, strict_yaml
from ..core.arrays import IMAGENET_CLASSES, LogitRows
from ..core.errors import DataError, ParamsError, shown
from ..map.evidence import Evidence
from ..map.groups import Groups, known_groups
from ..map.habit import Habit
from ..map.inputs import read_evidence, read_habits
from ..map.left_out import leave_out, leave_out_unfit, not_for, without_habit
from ..map.lists import find_list
from .params import SensitivityParams

WRITTEN_BY = "python -m stages.infer BACKBONE"  # the folders of sensitivity.further
NEEDED = ("backbone", "input.dataset.title", "input.interpolation", "input.size", "input.crop")


@dataclass(frozen=True)
class Variant:
    """The training images' logits from one network with one way to resize images."""

    backbone: str
    input: str  # such as "bilinear 224"
    logits: LogitRows
    habits: Mapping[str, Habit] = field(default_factory=dict)  # by kind of synthetic picture


@dataclass(frozen=True)
class Inputs:
    """Everything that is varied; `evidence` is of the first variant."""

    evidence: Evidence
    lists: Mapping[str, Groups]  # all lists for these targets
    variants: tuple[Variant, ...]


def read_inputs(chosen: SensitivityParams) -> Inputs:
    """Read logits, training labels and all lists for the targets."""
    networks = params.load_stored()
    if chosen.backbone not in networks:
        allowed = ", ".join(networks)
        where = strict_yaml.read(paths.PARAMS).where(("sensitivity", "backbone"))
        raise ParamsError(
            f"{where}: sensitivity.backbone is {shown(chosen.backbone)}; allowed: {allowed}."
        )
    targets = params.load_targets()
    evidence = read_evidence(chosen.backbone, targets, chosen.strategies)
    made_by = arrays.read_provenance(chosen.backbone, "train")
    if "imported" in made_by and chosen.further:
        raise ParamsError(
            f"{paths.PARAMS}: sensitivity.further lists logits of pictures, and those of "
            f"{chosen.backbone} were imported; wanted: further: []"
        )
    place = paths.logits(chosen.backbone)
    arrays.check_provenance(place, made_by, () if "imported" in made_by else NEEDED)
    own = evidence.knowledge.habits
    variants = [Variant(chosen.backbone, describe_input(made_by), evidence.train, own)]
    for folder in chosen.further:
        variants.append(_read_further(Path(folder), made_by, len(evidence.train)))
        if len({(v.backbone, v.input) for v in variants}) < len(variants):
            raise DataError(
                f"{folder}: {variants[-1].backbone}, {variants[-1].input}, is there already; "
                "take it out of sensitivity.further in params.yaml"
            )
    return Inputs(evidence, _read_lists(targets), tuple(variants))


def narrow(chosen: SensitivityParams) -> SensitivityParams:
    """The parameters less what has a list for other targets, or no habit: it is logged."""
    targets, network = params.load_targets(), chosen.backbone
    elsewhere = not_for(targets, "not marked")._replace(error="")  # the figure does without marks
    marked = leave_out(chosen.marked, without_habit(network), elsewhere)
    strategies = leave_out_unfit(chosen.strategies, targets, [network])
    return chosen.model_copy(update={"marked": marked, "strategies": strategies})


def describe_input(made_by: Mapping[str, Any]) -> str:
    """How images were resized for the network: "bilinear 224", "bicubic 224 center"."""
    if "imported" in made_by:
        return "imported"
    resized = made_by["input"]
    crop = "" if resized["crop"] == "none" else f" {resized['crop']}"
    return f"{resized['interpolation']} {resized['size']}{crop}"


def _read_further(folder: Path, first: Mapping[str, Any], images: int) -> Variant:
    """Logits in a folder of any name; DataError unless they are of the same training images."""
    path = folder / "train.safetensors"
    if not shards.is_there(path):
        raise DataError(
            f"{path} is missing; sensitivity.further in params.yaml lists folders that "
            "`python -m stages.infer` wrote."
        )
    checksums.check_folder(folder)
    logits, made_by = shards.read(path, WRITTEN_BY)
    arrays.check_provenance(path, made_by, NEEDED)
    habits = read_habits(folder)
    variant = Variant(str(made_by["backbone"]), describe_input(made_by), logits, habits)
    dataset = made_by["input"]["dataset"]
    if dataset != first["input"]["dataset"]:
        raise DataError(
            f"{path} is of {dataset['title']}; wanted: {first['input']['dataset']['title']}, "
            f"as in data/logits/{first['backbone']}"
        )
    if logits.shape != (images, IMAGENET_CLASSES):
        wanted = images, IMAGENET_CLASSES
        raise DataError(f"{path} holds {logits.shape} logits; wanted: {wanted}")
    return variant


def _read_lists(targets: str) -> Mapping[str, Groups]:
    """All lists for these targets: of stages/map/groups, or made by rule."""
    lists = {name: find_list(name, targets) for name in known_groups()}
    return {name: groups for name, groups in lists.items() if groups is not None}
