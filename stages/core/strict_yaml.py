"""YAML as people write it, read strictly: equal keys are refused, every value knows its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from stages.core import paths
from stages.core.errors import ParamsError

Place = tuple[str | int, ...]  # keys and list indices from the top to a value

# libyaml reads the longest group list ten times as fast; some platforms lack it
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A parsed file: its content, and the line (from 1) on which each value's key stands."""

    path: Path
    content: Any
    lines: dict[Place, int]

    def where(self, place: Place) -> str:
        """`file:line` of a place, or of its nearest parent that is in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.path}:{self.lines.get(place, 1)}"


def read(path: Path) -> Document:
    """Read one YAML file; ParamsError where it is missing, malformed or has a key twice."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        paths.require_root()  # of params.yaml the likeliest reason
        raise ParamsError(f"{path} cannot be read: {error}. Run: git checkout {path}") from error
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines = dict(_walk(node, (), path)) if node is not None else {}
        content = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ParamsError(f"{path}:{line}: not valid YAML: {error.problem}.") from error
    finally:
        loader.dispose()
    return Document(path, content, lines)


def _walk(node: yaml.Node, place: Place, path: Path) -> Iterator[tuple[Place, int]]:
    """Yield every place with its line; refuse equal keys (PyYAML would keep the last, silently)."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag != "tag:yaml.org,2002:str":
                raise ParamsError(
                    f"{path}:{line}: the key {key.value!r} is not text for YAML; quote it."
                )
            if key.value in seen:
                raise ParamsError(f"{path}:{line}: the key {key.value!r} stands here twice.")
            seen.add(key.value)
            yield (*place, key.value), line
            yield from _walk(value, (*place, key.value), path)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield (*place, number), item.start_mark.line + 1
            yield from _walk(item, (*place, number), path)
