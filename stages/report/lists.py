"""Reads the class lists of strategies, stages/map/groups/*.yaml, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..core import strict_yaml
from ..core.params import validate

FOLDER = Path("stages/map/groups")


class _Part(BaseModel):
    """A part of a list; keys that the page does not show are ignored here and checked by `map`."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Member(_Part):
    """An ImageNet class in a group, and the reason."""

    index: int
    wnid: str
    name: str
    reason: str


class Overlap(_Part):
    """A class in several groups, and the reason."""

    index: int
    reason: str


class Empty(_Part):
    """A target without a class, and the reason."""

    target: str
    reason: str


class _Rule(_Part):
    elsewhere: str | None = None


class _File(_Part):
    title: str
    targets: str
    rule: _Rule
    source: str
    version: str
    kind: Literal["zero_shot", "informed"]
    overlaps: list[Overlap]
    empty: list[Empty]
    groups: dict[str, list[Member]]


@dataclass(frozen=True)
class ClassList:
    """One list with its reasons; groups: by target, in the order of the file."""

    path: Path
    title: str
    source: str
    version: str
    kind: Literal["zero_shot", "informed"]
    groups: Mapping[str, tuple[Member, ...]]
    overlaps: tuple[Overlap, ...]
    empty: tuple[Empty, ...]
    used_by: tuple[str, ...]  # strategies of params.yaml

    @property
    def size(self) -> int:
        """The number of different classes."""
        return len({member.index for group in self.groups.values() for member in group})


def read_lists(users: Mapping[str, tuple[str, ...]], targets: str) -> tuple[ClassList, ...]:
    """All lists for a problem, sorted by name, and the strategies that use them; ParamsError for
    faults.
    """
    return tuple(
        _describe(path, content, users.get(path.stem, ()))
        for path, content in _read_files()
        if content.targets == targets
    )


def read_made(users: Mapping[str, tuple[str, ...]], targets: str) -> dict[str, tuple[str, ...]]:
    """The lists in use that are for another problem and that `map` makes for this one by rule."""
    return {
        path.stem: users[path.stem]
        for path, content in _read_files()
        if content.targets != targets and content.rule.elsewhere and path.stem in users
    }


def _read_files() -> Iterator[tuple[Path, _File]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield path, validate(strict_yaml.read(path), _File)


def _describe(path: Path, content: _File, used_by: tuple[str, ...]) -> ClassList:
    return ClassList(
        path=path,
        title=content.title,
        source=content.source,
        version=content.version,
        kind=content.kind,
        groups={target: tuple(members) for target, members in content.groups.items()},
        overlaps=tuple(content.overlaps),
        empty=tuple(content.empty),
        used_by=used_by,
    )
