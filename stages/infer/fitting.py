"""Makes the tensors of a checkpoint fit a network, and says of those that do not what differs."""

import logging
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Annotated

import torch
from annotated_types import Ge, Len
from pydantic import BaseModel, ConfigDict, PositiveInt
from torch import Tensor

from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import shown

State = dict[str, Tensor]

# the logit of a class that no output stands for: less likely than any, and still a finite number
LEAST = -100.0


class Outputs(BaseModel):
    """outputs.json: so many outputs, and which of them each ImageNet class is; -1: none."""

    model_config = ConfigDict(frozen=True, strict=True)

    count: PositiveInt
    rows: Annotated[list[Annotated[int, Ge(-1)]], Len(IMAGENET_CLASSES, IMAGENET_CLASSES)]


def strip_prefix(state: State, wanted: Mapping[str, Tensor]) -> State:
    """Without the prefix that all names share, or the part of it with which most names fit."""
    known = sum(name in wanted for name in state)
    best = max(_prefixes(state), key=lambda p: sum(name[len(p) :] in wanted for name in state))
    if sum(name[len(best) :] in wanted for name in state) <= known:
        return state
    logging.info(f"Every name in the checkpoint begins with {shown(best)}, which is left out.")
    return {name[len(best) :]: tensor for name, tensor in state.items()}


def take_in_order(state: State, wanted: Mapping[str, Tensor]) -> State:
    """The tensors under the network's names, one by one; ValueError where a shape differs."""
    if len(state) != len(wanted):
        raise ValueError(f"it has {len(state)} tensors, wanted {len(wanted)}")
    for (theirs, tensor), (ours, like) in zip(state.items(), wanted.items(), strict=True):
        if tensor.shape != like.shape:
            raise ValueError(
                f"{shown(theirs)} is {tuple(tensor.shape)}, and {ours}, which stands in its place, "
                f"{tuple(like.shape)}"
            )
    return dict(zip(wanted, state.values(), strict=True))


def choose_outputs(state: State, wanted: Mapping[str, Tensor], outputs: Outputs) -> State:
    """The head's rows of ImageNet's classes; ValueError where the head has another number."""
    heads = [n for n, t in state.items() if n in wanted and _is_head(t, wanted[n])]
    counts = {state[name].shape[0] for name in heads}
    if counts != {outputs.count}:
        found = " and ".join(map(str, sorted(counts))) or str(IMAGENET_CLASSES)
        raise ValueError(f"it has {found} outputs, and its entry states {outputs.count}")
    rows = torch.tensor(outputs.rows)
    if max(outputs.rows) >= outputs.count:
        raise ValueError(f"{outputs.count} outputs have no number {max(outputs.rows)}")
    if min(outputs.rows) < 0 and not any(state[name].ndim == 1 for name in heads):
        raise ValueError("its head has no bias, so that a class without an output has no logit")
    return {**state, **{name: _pick(state[name], rows) for name in heads}}


def _pick(tensor: Tensor, rows: Tensor) -> Tensor:
    picked = tensor[rows.clamp(min=0)].float()
    picked[rows < 0] = LEAST if tensor.ndim == 1 else 0.0
    return picked


def describe_differences(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> str:
    """What does not fit, in terms of the file; empty if all fits.

    Counters of batches, which only training reads, may be missing.
    """
    faults = [
        *_wrong_outputs(state, wanted),
        *_shared_prefix(state, wanted),
        *(fault for name in wanted if (fault := _fault(name, state, wanted))),
        *(f"{shown(name)} is unknown" for name in state if name not in wanted),
    ]
    more = f" (and {len(faults) - 1} more such faults)" if len(faults) > 1 else ""
    return faults[0] + more if faults else ""


def _fault(name: str, state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> str:
    if name not in state:
        return "" if name.endswith("num_batches_tracked") else f"{name} is missing"
    found, like = state[name], wanted[name]
    if found.shape != like.shape:
        return f"{name} is {tuple(found.shape)}, not {tuple(like.shape)}"
    if like.is_floating_point() and not found.is_floating_point():
        return f"{name} holds numbers of type {found.dtype}, not weights"
    return ""


def _wrong_outputs(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> Sequence[str]:
    counts = [state[n].shape[0] for n in wanted if n in state and _is_head(state[n], wanted[n])]
    if not counts:
        return ()
    told = f"it has {counts[0]} outputs, wanted {IMAGENET_CLASSES}"
    if counts[0] < IMAGENET_CLASSES:
        return (told,)
    if counts[0] == IMAGENET_CLASSES + 1:
        return (f"{told}; where the first is a background class, state label_offset: 1",)
    return (f"{told}; state which they are, wnids: a list of the WordNet ID of each output",)


def _shared_prefix(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> Sequence[str]:
    """Said where no name fits at all."""
    *_, longest = _prefixes(state)
    if longest and not any(name in wanted for name in state):
        return (f"every name begins with {shown(longest)}",)
    return ()


def _prefixes(state: Mapping[str, Tensor]) -> Sequence[str]:
    """The empty one, then each that ends in a dot and begins all names."""
    first, last = (name.split(".")[:-1] for name in (min(state), max(state)))
    shared = [*takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))]
    return ["".join(f"{part}." for part, _ in shared[:end]) for end in range(len(shared) + 1)]


def _is_head(tensor: Tensor, like: Tensor) -> bool:
    """Whether it is what the network wants, but for the number of outputs."""
    return (
        tensor.ndim == like.ndim > 0
        and like.shape[0] == IMAGENET_CLASSES != tensor.shape[0]
        and tensor.shape[1:] == like.shape[1:]
    )
