"""Reads the class lists that strategies used, as `map` wrote them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ..core import files, paths
from ..core.arrays import Members
from ..core.errors import DataError

Choice = Literal["groups", "of", "reduce", "k", "unmapped", "debias"]

CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class ListUsed:
    """The class list of one strategy, and the strategy's options."""

    strategy: str
    options: Mapping[str, Any]
    members: Members  # in the order of the targets; grown where unmapped is "reassign"

    @property
    def groups(self) -> str:
        """The list's name."""
        return str(self.options["groups"])


def read_lists(backbone: str, strategies: Iterable[str]) -> tuple[ListUsed, ...]:
    """The lists in data/mappings/<backbone>, in the order of `strategies`.

    Only of strategies of the method `groups`: others have no list, or only start from one.
    """
    folder = paths.mappings(backbone)
    files_of = [(name, folder / f"{name}.json") for name in strategies]
    lists = (_read(name, path) for name, path in files_of if path.is_file())
    return tuple(used for used in lists if used.options.get("method") == "groups")


def published_lists(lists: Iterable[ListUsed]) -> dict[str, Members]:
    """Each list by name, as its author wrote it, without the classes that `reassign` adds."""
    return {used.groups: used.members for used in lists if used.options["unmapped"] != "reassign"}


def find_families(lists: Iterable[ListUsed], varied: Choice) -> tuple[tuple[ListUsed, ...], ...]:
    """Groups of at least two strategies that differ in only one choice, so they show its effect.

    The largest family first, ties in the given order. If strategies agree in all choices, the
    family has only the first of them.
    """
    families: dict[tuple[Any, ...], dict[Any, ListUsed]] = {}
    for used in lists:
        rest = tuple(used.options.get(choice) for choice in CHOICES if choice != varied)
        families.setdefault(rest, {}).setdefault(used.options.get(varied), used)
    several = [tuple(family.values()) for family in families.values() if len(family) > 1]
    return tuple(sorted(several, key=len, reverse=True))


def most_used(lists: Sequence[ListUsed]) -> str | None:
    """The list that most strategies use; ties: the first; None if there is no list."""
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
