"""Checks data/weights/<backbone>, and loads its network."""

import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt
from torch import Tensor, load, nn, strided

from ..core import files, formats, paths
from ..core.errors import DataError, shown
from ..core.refusals import is_memory
from ..preprocess.recipe import NetworkResizing
from . import quantised

Triple = Annotated[tuple[float, float, float], Field(strict=False)]  # JSON has no tuples
AGAIN = "dvc repro -f -s weights"


class Weights(BaseModel):
    """The part of a backbone's provenance that inference needs.

    architecture: the name of torchvision's builder; mean and std normalise RGB values in [0, 1];
    input_size: the side of the images if the network accepts only one size, else None.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    architecture: str
    format: Literal["pqf", "torchvision"]
    file: str
    sha256: str
    mean: Triple
    std: Triple
    input_size: PositiveInt | None


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
    network = _build(weights)
    state = _decoded(path, _read(path), network, weights)
    try:
        network.load_state_dict(state, strict=True)
    except (RuntimeError, ValueError) as error:
        differences = _differences(state, network.state_dict())
        raise DataError(
            f"{path} does not fit {weights.architecture}: {differences or error}. "
            f"Check the architecture in {_entry(weights)}."
        ) from error
    return network.eval()


def _entry(weights: Weights) -> str:
    """The file in which a person describes this network."""
    return f"networks/{weights.name}.yaml"


def _build(weights: Weights) -> nn.Module:
    """Torchvision's architecture with random weights."""
    from torchvision.models import get_model

    options: dict[str, Any] = {}
    if weights.architecture in ("googlenet", "inception_v3"):
        options["init_weights"] = False  # it takes many seconds, and the weights are replaced
    if weights.architecture.startswith("vit_") and weights.input_size is not None:
        options["image_size"] = weights.input_size
    try:
        return get_model(weights.architecture, weights=None, **options)  # type: ignore[no-any-return]
    except ValueError as error:
        raise DataError(
            f"{weights.name} has the architecture {weights.architecture!r}, which torchvision "
            f"does not have. Check it in {_entry(weights)}."
        ) from error


def _read(path: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint; no code in the file is run, and none is larger than the file."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                formats.check_members(archive, path.stat().st_size)
        content = load(path, map_location="cpu", weights_only=True)
    # torch's unpickler raises any of these for damaged and for hostile files
    except (
        *(pickle.UnpicklingError, RuntimeError, EOFError, AssertionError, AttributeError),
        *(LookupError, TypeError, ValueError, OverflowError, OSError, zipfile.BadZipFile),
    ) as error:
        if is_memory(error):
            raise
        raise DataError(f"{path} is no checkpoint that torch can read safely: {error}") from error
    if not isinstance(content, dict) or not all(map(_is_plain, content, content.values())):
        raise DataError(f"{path} is no dict of tensors, as a checkpoint should be.")
    if sum(t.numel() * t.itemsize for t in content.values()) > path.stat().st_size:
        raise DataError(f"{path} says that its tensors have more numbers than it holds.")
    return content


def _is_plain(name: object, tensor: object) -> bool:
    """Whether an entry is a name with real numbers that lie in memory, one by one."""
    return (
        isinstance(name, str)
        and isinstance(tensor, Tensor)
        and tensor.layout == strided
        and tensor.device.type == "cpu"
        and not tensor.is_quantized
        and not tensor.is_complex()
    )


def _decoded(
    path: Path, checkpoint: dict[str, Tensor], network: nn.Module, weights: Weights
) -> dict[str, Tensor]:
    if weights.format == "torchvision":
        return _renamed(checkpoint) if weights.architecture.startswith("densenet") else checkpoint
    try:
        return quantised.decode(checkpoint, network.state_dict())
    except (LookupError, RuntimeError, TypeError, ValueError) as error:
        if is_memory(error):
            raise
        raise DataError(
            f"{path} does not fit {weights.architecture}: codes and codebooks do not belong "
            f"together: {error}. Check the architecture in {_entry(weights)}."
        ) from error


def _renamed(checkpoint: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Translate names such as norm.1 in DenseNet's files, as torchvision's own loader does."""
    old = re.compile(r"(.*denselayer\d+\.(?:norm|conv))\.([12]\..*)")
    return {old.sub(r"\1\2", name): tensor for name, tensor in checkpoint.items()}


def _differences(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> str:
    """The first tensor that does not fit, and the number of others; empty if all fit."""
    faults = [
        f"{name} is missing"
        if name not in state
        else f"{shown(name)} is unknown"
        if name not in wanted
        else f"{name} is {tuple(state[name].shape)}, not {tuple(wanted[name].shape)}"
        for name in (*wanted, *(name for name in state if name not in wanted))
        if name not in state or name not in wanted or state[name].shape != wanted[name].shape
    ]
    more = f" (and {len(faults) - 1} more such faults)" if len(faults) > 1 else ""
    return faults[0] + more if faults else ""
