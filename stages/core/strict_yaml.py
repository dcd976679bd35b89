"""YAML as people write it, read strictly: equal keys are refused, every value knows its line.

A hostile file costs little: it is built from its parser's events, one by one, and given up at the
first value that lies too deep or is one too many.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import files, paths
from .errors import ParamsError, shown
from .plain_scalars import Value, read_plain

Place = tuple[str | int, ...]  # keys and list indices from the top to a value

# of our files the longest has 2,000 values, the deepest 7 levels, the longest key 30 characters
MOST_VALUES = 100_000  # an alias counts as all that it stands for
DEEPEST = 50
LONGEST_KEY = 200

# libyaml reads the longest group list twenty times as fast; some platforms lack it
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Control characters, tabs among them, which DVC's parser refuses nearly everywhere; line ends that
# YAML 1.2 does not have; directives, which could change the version
_REFUSED = re.compile(
    "[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|^%",
    re.MULTILINE,
)


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
    """Read one YAML file; ParamsError where it is missing, malformed, too large or has a key twice.

    The content is made of dict, list, str, int, float, bool and None; keys are text. An empty file
    is an empty dict, as for DVC.
    """
    path = paths.from_here(path)
    try:
        text = files.read_text(path)
    except (OSError, ValueError) as error:
        if path == paths.PARAMS:
            paths.require_root()  # the likeliest reason
        raise ParamsError(f"{path} cannot be read: {error}. Run: git checkout {path}") from error
    if refused := _REFUSED.search(text):
        line = text.count("\n", 0, refused.start()) + 1
        raise ParamsError(f"{path}:{line}: the character {refused[0]!r} is not allowed here.")
    builder = _Builder(path, yaml.parse(text, _Loader))
    try:
        return Document(path, builder.build(), builder.lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ParamsError(f"{path}:{line}: not valid YAML: {error.problem}.") from error


class _Builder:
    """Builds the content of one file from the events of its parser, and notes the lines."""

    def __init__(self, path: Path, events: Iterator[Any]) -> None:
        self.lines: dict[Place, int] = {}
        self._path = path
        self._events = events
        self._anchored: dict[str, Any] = {}
        self._values = 0

    def build(self) -> Any:
        """The content of the file's one document."""
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return {}
        content = self._read_value(self._next(), ())
        self._next()  # the document ends
        if not isinstance(event := self._next(), yaml.StreamEndEvent):
            raise self._fault(event, "a second document begins; a file holds one.")
        return content or {}

    def _read_value(self, event: Any, place: Place) -> Any:
        self._count_value(event, len(place))
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(event, len(place))
        content: Any
        if isinstance(event, yaml.MappingStartEvent):
            content = self._read_mapping(place)
        elif isinstance(event, yaml.SequenceStartEvent):
            content = self._read_sequence(place)
        else:
            content = self._read_scalar(event)
        if event.anchor is not None:
            self._anchored[event.anchor] = content
        return content

    def _read_mapping(self, place: Place) -> dict[str, Any]:
        content: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._read_key(event)
            if key in content:
                raise self._fault(event, f"the key {key!r} stands here twice.")
            self.lines[*place, key] = event.start_mark.line + 1
            content[key] = self._read_value(self._next(), (*place, key))
        return content

    def _read_sequence(self, place: Place) -> list[Any]:
        content: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            inside = (*place, len(content))
            self.lines[inside] = event.start_mark.line + 1
            content.append(self._read_value(event, inside))
        return content

    def _read_key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._fault(event, "a key must be text; this one is a list, a map or an alias.")
        key = self._read_scalar(event)
        if not isinstance(key, str):
            raise self._fault(event, f"the key {event.value!r} is not text for YAML; quote it.")
        if len(key) > LONGEST_KEY or not key.isprintable():
            allowed = f"{LONGEST_KEY} characters that can be printed"
            raise self._fault(event, f"the key {shown(key)} is not allowed; allowed: {allowed}.")
        return key

    def _read_scalar(self, event: Any) -> Value:
        is_plain, _ = event.implicit
        try:
            return read_plain(event.value) if is_plain else str(event.value)
        except ValueError as error:
            raise self._fault(event, f"{shown(event.value)} {error}.") from error

    def _repeat(self, alias: Any, depth: int) -> Any:
        """What an alias stands for, counted as if it stood here; never what it stands in itself."""
        if alias.anchor not in self._anchored:
            raise self._fault(alias, f"the alias *{shown(alias.anchor)} has no anchor above it.")

        def count_inside(content: Any, depth: int) -> None:
            for part in content.values() if isinstance(content, dict) else content:
                self._count_value(alias, depth)
                if isinstance(part, dict | list):
                    count_inside(part, depth + 1)

        if isinstance(content := self._anchored[alias.anchor], dict | list):
            count_inside(content, depth + 1)
        return content

    def _count_value(self, event: Any, depth: int) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            raise self._fault(event, f"the file has more than {MOST_VALUES:,} values.")
        if depth > DEEPEST:
            raise self._fault(event, f"more than {DEEPEST} lists or maps inside each other.")

    def _next(self) -> Any:
        event = next(self._events)
        if getattr(event, "tag", None) is not None:  # events that end something have none
            message = f"the tag {shown(event.tag)} is not allowed; remove it, quote what is text."
            raise self._fault(event, message)
        return event

    def _fault(self, event: Any, message: str) -> ParamsError:
        return ParamsError(f"{self._path}:{event.start_mark.line + 1}: {message}")
