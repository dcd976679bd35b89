"""The class lists that strategies used, as `map` wrote them beside its scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..core import files, paths
from ..core.errors import DataError

Members = tuple[tuple[int, ...], ...]  # ImageNet indices of each target's group
Choice = Literal["groups", "of", "reduce", "k", "unmapped"]

CHOICES: tuple[Choice, ...] = ("groups", "of", "reduce", "k", "unmapped")


@dataclass(frozen=True)
class ListUsed:
    """One strategy's list of ImageNet classes, and what it does with them."""

    strategy: str
    options: Mapping[str, Any]
    members: Members  # in the order of the targets; grown where unmapped is "reassign"

    @property
    def groups(self) -> str:
        """The list's name."""
        return str(self.options["groups"])


def read_lists(backbone: str, strategies: Iterable[str]) -> tuple[ListUsed, ...]:
    """Those of data/mappings/<backbone>, in the order given.

    Of strategies that are a list and no more: some have none, and some only start from one.
    """
    folder = paths.mappings(backbone)
    found = [(name, folder / f"{name}.json") for name in strategies]
    used = (_read(name, path) for name, path in found if path.is_file())
    return tuple(each for each in used if each.options.get("method") == "groups")


def published_lists(lists: Iterable[ListUsed]) -> dict[str, Members]:
    """Each list by name as its author wrote it, not as `reassign` made it grow."""
    return {used.groups: used.members for used in lists if used.options["unmapped"] != "reassign"}


def find_families(lists: Iterable[ListUsed], varied: Choice) -> tuple[tuple[ListUsed, ...], ...]:
    """Strategies that agree in every choice but one, and so show what that one does.

    Largest family first, equal ones in the order given; none has less than two members. Of
    strategies that agree in that choice too, the first: twice the same shows nothing.
    """
    families: dict[tuple[Any, ...], dict[Any, ListUsed]] = {}
    for used in lists:
        rest = tuple(used.options.get(choice) for choice in CHOICES if choice != varied)
        families.setdefault(rest, {}).setdefault(used.options.get(varied), used)
    several = [tuple(family.values()) for family in families.values() if len(family) > 1]
    return tuple(sorted(several, key=len, reverse=True))


def most_used(lists: Sequence[ListUsed]) -> str | None:
    """The list that most strategies use, the first of equal ones; None without any list."""
    names = [used.groups for used in lists]
    return max(dict.fromkeys(names), key=names.count, default=None)


def _read(strategy: str, path: Path) -> ListUsed:
    content = files.read_json(path)
    try:
        rows = [content["groups"][target] for target in content["targets"]]
        members = tuple(tuple(int(row["index"]) for row in group) for group in rows)
        return ListUsed(strategy, dict(content["options"]), members)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path} is no list of `map` ({error}). Run: dvc repro -f map") from error
