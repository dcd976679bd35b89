"""A file as people publish class lists, as a tree that knows its lines: JSON, YAML, CSV or TSV.

Nothing in it is believed: a number is the text that stands there, a key may stand twice.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from stages.core.errors import ParamsError
from stages.core.files import LARGEST_TEXT
from stages.core.strict_yaml import DEEPEST

TABLES = (".csv", ".tsv")
DELIMITERS = ",;\t|"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # some platforms lack libyaml


@dataclass(frozen=True)
class Text:
    """A value without parts, as it is written; None for null and for nothing."""

    line: int
    text: str | None


@dataclass(frozen=True)
class Items:
    """A list, or the rows of a table."""

    line: int
    items: tuple["Raw", ...]


@dataclass(frozen=True)
class Pairs:
    """A map in the order of the file, or one row of a table under its header."""

    line: int
    pairs: tuple[tuple[Text, "Raw"], ...]


Raw = Text | Items | Pairs


def read_raw(path: Path) -> Raw:
    """The tree of a file; ParamsError where it is missing, empty or malformed."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
        if len(data) > LARGEST_TEXT:
            raise ParamsError(f"{path} has more than {LARGEST_TEXT / 1e6:g} MB.")
        text = data.decode(json.detect_encoding(data))  # by its byte order mark, if it has one
    except (OSError, UnicodeDecodeError) as error:
        raise ParamsError(f"{path} cannot be read: {error}.") from error
    if path.suffix.lower() in TABLES:
        return _read_table(path, text)
    if path.suffix.lower() == ".json":
        _check_json(path, text)
        text = text.replace("\t", " ")  # JSON has tabs between values only, and YAML has none there
    try:
        _check_depth(path, text)
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            return _convert(path, node, set())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ParamsError(f"{path}:{line}: not valid YAML: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ParamsError(f"{path} is not valid YAML: {' '.join(str(error).split())}.") from error
    raise ParamsError(f"{path} is empty.")


def find_repeated_keys(path: Path, raw: Raw) -> Iterator[str]:
    """A sentence for each key that stands in its map before."""
    if isinstance(raw, Items):
        for item in raw.items:
            yield from find_repeated_keys(path, item)
    elif isinstance(raw, Pairs):
        first: dict[str | None, int] = {}
        for key, value in raw.pairs:
            if key.text in first:
                yield (
                    f"{path}:{key.line}: the key {key.text!r} stands here twice, first on line "
                    f"{first[key.text]}; most programs read the last one only."
                )
            first.setdefault(key.text, key.line)
            yield from find_repeated_keys(path, value)


def _check_json(path: Path, text: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise ParamsError(f"{path}:{error.lineno}: not valid JSON: {error.msg}.") from error
    except RecursionError as error:
        raise ParamsError(f"{path}: too many lists or maps inside each other.") from error


def _check_depth(path: Path, text: str) -> None:
    """Before the tree is built, whose parser crashes on a hundred thousand brackets."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ParamsError(f"{path}: more than {DEEPEST} lists or maps inside each other.")


def _convert(path: Path, node: yaml.Node, seen: set[int]) -> Raw:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Text(line, None if node.tag == "tag:yaml.org,2002:null" else node.value)
    if id(node) in seen:  # a few aliases of aliases would be read a million times
        raise ParamsError(f"{path}:{line}: an alias is not read here; write out what it means.")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(_convert(path, item, seen) for item in node.value))
    return Pairs(
        line,
        tuple((_convert_key(path, key), _convert(path, value, seen)) for key, value in node.value),
    )


def _convert_key(path: Path, node: yaml.Node) -> Text:
    if not isinstance(node, yaml.ScalarNode):
        line = node.start_mark.line + 1
        raise ParamsError(f"{path}:{line}: a key is a list or a map; allowed: text or a number.")
    return Text(node.start_mark.line + 1, node.value)


def _read_table(path: Path, text: str) -> Items:
    """Each row of a table as a map from the header to its cells; empty rows are left out."""
    counts = Counter(text.partition("\n")[0])
    delimiter = max(DELIMITERS, key=lambda mark: counts[mark])
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ParamsError(f"{path}:{reader.line_num}: not a valid table: {error}.") from error
    if not rows:
        raise ParamsError(f"{path} is empty.")
    (_, header), *body = rows
    return Items(1, tuple(_pair(path, line, header, row) for line, row in body))


def _pair(path: Path, line: int, header: list[str], row: Iterable[str]) -> Pairs:
    cells = [cell.strip() for cell in row]
    if len(cells) > len(header):
        raise ParamsError(
            f"{path}:{line}: the row has {len(cells)} cells, the header {len(header)}; "
            "quote a cell that contains the delimiter."
        )
    columns = zip(header, cells, strict=False)
    return Pairs(line, tuple((Text(line, key), Text(line, cell or None)) for key, cell in columns))
