"""Writes the list and the weights of a strategy to files, for people and for `tools.explain`."""

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..core import files
from ..core.refusals import naming
from .evidence import Knowledge
from .groups import Groups
from .mapper import Mapper
from .options import GroupOptions, StrategyOptions
from .reduction import GroupReduction, Of


@runtime_checkable
class Weighted(Protocol):
    """A mapper whose scores are x · weights + bias, where x are logits or probabilities."""

    @property
    def weights(self) -> NDArray[np.floating]:
        """(S, K)."""
        ...

    @property
    def bias(self) -> NDArray[np.floating]:
        """(K,); −inf for an excluded target."""
        ...

    @property
    def of(self) -> Of:
        """Whether x are logits or probabilities."""
        ...


def write_mapping(
    folder: Path, name: str, mapper: Mapper, options: StrategyOptions, knowledge: Knowledge
) -> None:
    """Write the weights (S, K), if there are any, to <name>.npz, and the groups to <name>.json."""
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(mapper, Weighted):
        _write_weights(folder / f"{name}.npz", mapper, knowledge)
    if isinstance(options, GroupOptions):
        members = mapper.members if isinstance(mapper, GroupReduction) else None
        content = describe_groups(knowledge.groups[options.groups], members, knowledge)
        content["options"] = options.model_dump(mode="json", exclude_defaults=True)
        files.write_json(folder / f"{name}.json", content)


def describe_groups(
    groups: Groups, members: tuple[tuple[int, ...], ...] | None, knowledge: Knowledge
) -> dict[str, Any]:
    """A list as JSON, every class with its reason. members: after `reassign`; None: unchanged."""
    used = groups.members if members is None else members
    return {
        "name": groups.name,
        "title": groups.title,
        "source": groups.source,
        "version": groups.version,
        "kind": groups.kind,
        "overlaps": {str(index): reason for index, reason in groups.overlaps.items()},
        "empty": dict(groups.empty),
        "targets": list(groups.targets),
        "groups": {
            target: _describe_rows(groups, target, group, knowledge)
            for target, group in zip(groups.targets, used, strict=True)
        },
    }


def _describe_rows(
    groups: Groups, target: str, members: tuple[int, ...], knowledge: Knowledge
) -> list[dict[str, Any]]:
    reasons = {row.index: row.reason for row in groups.rows[target]}
    return [
        {
            "index": index,
            "wnid": knowledge.imagenet[index].wnid,
            "name": knowledge.imagenet[index].names[0],
            "reason": reasons.get(index, "reassigned: of all targets the nearest in WordNet"),
        }
        for index in members
    ]


def _write_weights(path: Path, mapper: Weighted, knowledge: Knowledge) -> None:
    """Write the weights in single precision; `of` says what they multiply."""
    with naming(path), path.open("wb") as file:
        np.savez(
            file,
            weights=mapper.weights.astype(np.float32),
            bias=mapper.bias.astype(np.float32),
            of=np.array(mapper.of),
            targets=np.array([target.name for target in knowledge.targets]),
            wnids=np.array([one.wnid for one in knowledge.imagenet]),
            names=np.array([one.names[0] for one in knowledge.imagenet]),
        )
