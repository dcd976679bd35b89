"""Reads lists of `map` as data: keywords, the classes that contain them, and members."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import strict_yaml
from ..core.errors import ParamsError

FOLDER = Path("stages/map/groups")


@dataclass(frozen=True)
class Hit:
    """One ImageNet class, and the keywords that its names contain."""

    wnid: str
    name: str
    words: frozenset[str]


@dataclass(frozen=True)
class KeywordList:
    """The keywords and classes of each target, in the order of the file; some have no class."""

    words: Mapping[str, tuple[str, ...]]
    hits: Mapping[str, tuple[Hit, ...]]

    def hit_by(self, target: str, word: str) -> tuple[str, ...]:
        """The names of the classes of a target with one of its keywords."""
        return tuple(hit.name for hit in self.hits[target] if word in hit.words)


def read_keywords(name: str) -> KeywordList:
    """Read a list whose rule is keywords; `python -m tools.check` looks for its faults."""
    path = FOLDER / f"{name}.yaml"
    content = strict_yaml.read(path).content
    try:
        words = {target: tuple(some) for target, some in content["rule"]["keywords"].items()}
        rows = {target: content["groups"].get(target, ()) for target in words}
        hits = {
            target: tuple(
                Hit(row["wnid"], row["name"], frozenset(row["keywords"])) for row in found
            )
            for target, found in rows.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ParamsError(
            f"{path} is no keyword list ({error!r}). Run: python -m tools.check"
        ) from error
    return KeywordList(words, hits)


def read_members(name: str) -> dict[str, frozenset[str]]:
    """Read the wnids of each target in a list with any rule."""
    path = FOLDER / f"{name}.yaml"
    try:
        groups = strict_yaml.read(path).content["groups"]
        return {target: frozenset(row["wnid"] for row in rows) for target, rows in groups.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ParamsError(
            f"{path} is no list of classes ({error!r}). Run: python -m tools.check"
        ) from error
