"""Checks data/weights/<backbone>, and loads its network."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt
from torch import Tensor, nn

from ..core import files, paths
from ..core.errors import DataError
from ..core.refusals import is_memory
from ..preprocess.recipe import NetworkResizing
from . import architectures, checkpoint, fitting, quantised
from .architectures import Library
from .fitting import Outputs, State

Triple = Annotated[tuple[float, float, float], Field(strict=False)]  # JSON has no tuples
AGAIN = "dvc repro -f -s weights"


class Weights(BaseModel):
    """The part of a backbone's provenance that inference needs.

    library, architecture: whose builder, and its name; mean and std normalise RGB values in [0, 1];
    input_size: the side of the images if the network accepts only one size, else None;
    label_offset, wnids_sha256: what says which outputs are meant; the answer is in outputs.json;
    mirrored: whether logits are the mean of those of a picture and of its mirror image.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    architecture: str
    format: Literal["pqf", "torchvision", "state_dict", "in_order"]
    file: str
    sha256: str
    mean: Triple
    std: Triple
    input_size: PositiveInt | None
    library: Library = "torchvision"
    label_offset: int = 0
    wnids_sha256: str | None = None
    mirrored: bool = False

    @property
    def entry(self) -> str:
        """The file in which a person describes this network."""
        return f"networks/{self.name}.yaml"


def check_weights(backbone: str, provenance: dict[str, Any]) -> Weights:
    """The provenance as a model; DataError if the folder holds another network or a damaged one."""
    folder = paths.weights(backbone)
    weights = files.validate_content(folder / paths.PROVENANCE, provenance, Weights, AGAIN)
    if weights.name != backbone:
        raise DataError(f"{folder} holds {weights.name}, not {backbone}. Run: {AGAIN}")
    if not (folder / weights.file).is_file():
        raise DataError(f"{folder / weights.file} is missing. Run: {AGAIN}")
    return weights


def read_resizing(backbone: str) -> NetworkResizing:
    """What is known of how a backbone's pictures are resized; DataError where it is damaged."""
    path = paths.weights(backbone) / paths.RESIZING
    return files.validate_content(path, files.read_map(path), NetworkResizing, AGAIN)


def load_network(weights: Weights, size: int) -> nn.Module:
    """The backbone in evaluation mode, on the CPU, for images of `size` pixels a side.

    DataError if the checkpoint cannot be read or does not fit, or the network needs another size.
    """
    if weights.input_size not in (None, size):
        raise DataError(
            f"{weights.name} takes images of {weights.input_size} pixels, not of {size}. In "
            f"params.yaml, set preprocess.size to {weights.input_size}, or, for networks that want "
            "different ones, to auto and preprocess.store to false."
        )
    path = paths.weights(weights.name) / weights.file
    network = architectures.build(
        weights.library, weights.architecture, weights.input_size, weights.entry
    )
    wanted = network.state_dict()
    try:
        state = _decode(checkpoint.read_tensors(path), wanted, weights)
        if faults := fitting.describe_differences(state, wanted):
            raise ValueError(faults)
        network.load_state_dict(state, strict=True)
    except (LookupError, RuntimeError, TypeError, ValueError) as error:
        if is_memory(error):
            raise
        raise DataError(
            f"{path} does not fit {weights.architecture}: {error}. Check {weights.entry}."
        ) from error
    return network.eval()


def _decode(state: State, wanted: Mapping[str, Tensor], weights: Weights) -> State:
    """The checkpoint's tensors under the network's names; ValueError where they do not fit."""
    match weights.format:
        case "pqf":
            try:
                state = quantised.decode(state, wanted)
            except (LookupError, RuntimeError, TypeError, ValueError) as error:
                if is_memory(error):
                    raise
                raise ValueError(f"codes and codebooks do not belong together: {error}") from error
        case "in_order":
            state = fitting.take_in_order(state, wanted)
        case _:
            state = fitting.strip_prefix(_rename(state, weights), wanted)
    outputs = paths.weights(weights.name) / paths.OUTPUTS
    if outputs.exists():
        stated = files.validate_content(outputs, files.read_map(outputs), Outputs, AGAIN)
        state = fitting.choose_outputs(state, wanted, stated)
    return state


def _rename(state: State, weights: Weights) -> State:
    """Translate names such as norm.1 in DenseNet's files, as torchvision's own loader does."""
    if not weights.architecture.startswith("densenet"):
        return state
    old = re.compile(r"(.*denselayer\d+\.(?:norm|conv))\.([12]\..*)")
    return {old.sub(r"\1\2", name): tensor for name, tensor in state.items()}
