"""The forms in which people write class lists: which class stands for which target."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from stages.core.arrays import IMAGENET_CLASSES
from stages.core.errors import ParamsError
from stages.vocabulary import Target
from tools.check.classes import COLUMNS, has_columns, write
from tools.check.names import (
    WNID,
    find_owners,
    find_target,
    fold,
    means_no_target,
    read_number,
)
from tools.check.raw import Items, Pairs, Raw, Text

LISTS = (
    "a map from target to its classes, or from class to target; a table with a column `target` and "
    "one of index, wnid and name; a list of 1000 targets; or a list of classes for each target"
)
TARGET_COLUMNS = (
    *("target", "target name", "target class", "group", "category", "superclass", "cifar"),
    *("cifar10", "cifar10 class", "cifar 10", "cifar 10 class", "cifar10 label", "label"),
)

Assignment = tuple[int, Text, Raw | None]  # line, target, and one of its classes, if it has any


def assign_classes(path: Path, raw: Raw, known: tuple[Target, ...]) -> Iterable[Assignment]:
    """Which class stands for which target, in whatever form the file says it."""
    if isinstance(raw, Pairs):
        return _from_map(path, _unwrap(raw, known), known)
    if isinstance(raw, Items) and raw.items:
        if all(isinstance(item, Pairs) for item in raw.items):
            return _from_rows(path, raw)
        if all(isinstance(item, Text) for item in raw.items) and len(raw.items) == IMAGENET_CLASSES:
            return (
                (item.line, item, Text(item.line, str(index)))
                for index, item in enumerate(raw.items)
                if isinstance(item, Text) and not means_no_target(item.text)
            )
        if len(raw.items) == len(known) and not any(isinstance(item, Pairs) for item in raw.items):
            named = zip(known, raw.items, strict=True)
            pairs = tuple((Text(item.line, target.name), item) for target, item in named)
            return _from_groups(Pairs(raw.line, pairs))
    raise ParamsError(f"{path}:{raw.line}: {write(raw)} is no class list; allowed: {LISTS}.")


def _unwrap(raw: Pairs, known: tuple[Target, ...]) -> Pairs:
    """The one map of targets among a source, a version and the like; else the whole."""

    def names_target(pairs: Pairs) -> bool:
        return any(find_target(key.text, known) for key, _ in pairs.pairs)

    inner = [value for _, value in raw.pairs if isinstance(value, Pairs) and names_target(value)]
    return inner[0] if len(inner) == 1 and not names_target(raw) else raw


def _from_map(path: Path, raw: Pairs, known: tuple[Target, ...]) -> Iterable[Assignment]:
    """Target → classes or class → target, whichever more of its entries can be."""
    forward = sum(
        find_target(key.text, known) is not None and not _is_target_name(value, known)
        for key, value in raw.pairs
    )
    inverse = sum(
        _may_be_class(key.text) and all(_may_be_target(item, known) for item in _open(value))
        for key, value in raw.pairs
    )
    in_numbers = all(
        read_number(key.text) is not None and isinstance(value, Text) for key, value in raw.pairs
    )
    if forward == inverse > 0 and in_numbers:
        raise ParamsError(
            f"{path}:{raw.line}: {write(raw)} may be target → class or class → target; "
            f"write the targets' names: {', '.join(target.name for target in known)}."
        )
    return _from_groups(raw) if forward >= inverse else _from_classes(raw)


def _from_groups(raw: Pairs) -> Iterator[Assignment]:
    for key, value in raw.pairs:
        items = _open(value)
        yield from ((item.line, key, item) for item in items)
        if not items:
            yield key.line, key, None


def _from_classes(raw: Pairs) -> Iterator[Assignment]:
    for key, value in raw.pairs:
        for item in _open(value):
            target = item if isinstance(item, Text) else Text(item.line, write(item))
            if not means_no_target(target.text):
                yield key.line, target, key


def _from_rows(path: Path, raw: Items) -> Iterator[Assignment]:
    rows = [row for row in raw.items if isinstance(row, Pairs)]
    columns = {fold(key.text or "") for row in rows for key, _ in row.pairs}
    column = next((name for name in TARGET_COLUMNS if name in columns), None)
    if column is None or not any(has_columns(row) for row in rows):
        raise ParamsError(
            f"{path}:{raw.line}: the columns are {', '.join(sorted(columns))}; wanted: target, and "
            f"at least one of {', '.join(COLUMNS)}, in a header."
        )
    for row in rows:
        target = next((value for key, value in row.pairs if fold(key.text or "") == column), None)
        if isinstance(target, Text) and not means_no_target(target.text):
            yield row.line, target, row


def _open(value: Raw) -> tuple[Raw, ...]:
    """The classes of a target: those of a list, one alone, or those of {404: airliner, …}."""
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Pairs) and not has_columns(value):
        return tuple(Items(key.line, (key, name)) for key, name in value.pairs)
    return () if value == Text(value.line, None) else (value,)


def _is_target_name(raw: Raw, known: tuple[Target, ...]) -> bool:
    return isinstance(raw, Text) and fold(raw.text or "") in {fold(one.name) for one in known}


def _may_be_class(text: str | None) -> bool:
    number = read_number(text)
    if number is not None:
        return 0 <= number < IMAGENET_CLASSES
    return bool(text) and bool(WNID.fullmatch(str(text)) or find_owners(str(text)))


def _may_be_target(raw: Raw, known: tuple[Target, ...]) -> bool:
    return isinstance(raw, Text) and (
        means_no_target(raw.text) or find_target(raw.text, known) is not None
    )
