"""What callers of the public functions pass, checked as strictly as params.yaml is."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from reprlib import Repr
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import DataError, ParamsError

LARGEST = np.finfo(np.float32).max  # scores are kept in single precision


def to_logits(values: Any) -> NDArray[np.floating]:
    """Finite logits (N, 1000) as an array: from an array, nested lists, or a torch tensor.

    A tensor may require gradients, be half or bfloat16, and lie on any device. DataError for
    anything else. Integers become float64; a floating type is kept.
    """
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise DataError("some logits are masked; wanted: a number for every class of every image.")
    try:
        array = np.asarray(_copy_tensor(values) if hasattr(values, "detach") else values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise DataError(
            f"logits cannot be read as numbers ({_one_line(error)}); "
            f"wanted: an array (N, {IMAGENET_CLASSES})."
        ) from error
    if array.ndim != 2 or array.shape[1] != IMAGENET_CLASSES:
        one = " One image is an array of one row." if array.ndim == 1 else ""
        raise DataError(f"logits are {array.shape}; wanted: (N, {IMAGENET_CLASSES}).{one}")
    if array.dtype.kind not in "fiu":
        raise DataError(f"logits are of type {array.dtype}; wanted: real numbers.")
    numbers = array if array.dtype.kind == "f" else array.astype(np.float64)
    bad = np.argwhere(~(np.abs(numbers) <= LARGEST))  # nan is not less than anything
    if len(bad):
        row, column = bad[0].tolist()
        rows = len(np.unique(bad[:, 0]))
        raise DataError(
            f"logits[{row}, {column}] is {numbers[row, column]}; wanted: finite numbers. "
            f"{rows} of {len(numbers)} rows have others."
        )
    return numbers


def check_word(name: str, value: object, allowed: Sequence[str]) -> None:
    """ParamsError unless the value of an option is one of the allowed words."""
    if not isinstance(value, str) or value not in allowed:
        raise ParamsError(f"{name} is {shorten(value)}; allowed: {', '.join(allowed)}.")


def check_whole_number(name: str, value: object, least: int) -> None:
    """ParamsError unless the value of an option is a whole number, and at least `least`."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise ParamsError(f"{name} is {shorten(value)}; allowed: whole numbers from {least}.")


def check_type(name: str, value: object, wanted: type, how: str) -> None:
    """ParamsError unless an argument is of the wanted type; `how` says how to get one."""
    if not isinstance(value, wanted):
        raise ParamsError(f"{name} is {shorten(value)}; wanted: {how}.")


def to_path(path: object) -> Path:
    """A path given as text or as an object; ParamsError for anything else."""
    if not isinstance(path, str | os.PathLike):
        raise ParamsError(f"the path of a list is {shorten(path)}; wanted: text or a Path.")
    return Path(path)


def to_keywords(keywords: Any, targets: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """{"dog": ["Labrador", "Beagle"], …} with its keywords as tuples, whatever held them.

    ParamsError for a name that is no target, for a keyword that is not text or is blank, for a bare
    text in place of a list (its letters would be the keywords), and where there is no keyword.
    """
    example = 'a dict from target to a list of keywords, such as {"dog": ["Labrador"]}'
    if not isinstance(keywords, Mapping):
        raise ParamsError(f"keywords are {shorten(keywords)}; wanted: {example}.")
    words = {target: _to_words(target, given, targets) for target, given in keywords.items()}
    if not any(words.values()):
        raise ParamsError(f"there is no keyword; wanted: {example}.")
    return words


def _to_words(target: object, given: Any, targets: Sequence[str]) -> tuple[str, ...]:
    if target not in targets:
        raise ParamsError(f"{target!r} is no target; allowed: {', '.join(targets)}.")
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        alone = f", such as [{given!r}]" if isinstance(given, str) and len(given) < 50 else ""
        raise ParamsError(
            f"keywords of {target!r} are {shorten(given)}; wanted: a list of keywords{alone}."
        )
    words = tuple(given)
    for word in words:
        if not isinstance(word, str):
            raise ParamsError(f"a keyword of {target!r} is {shorten(word)}; wanted: text.")
        if not word.strip():
            raise ParamsError(f"a keyword of {target!r} is {word!r}; it would hit every class.")
    return tuple(dict.fromkeys(words))


def shorten(value: object) -> str:
    """The value as Python writes it, on one line and of some 60 characters at most."""
    writer = Repr()
    writer.maxstring = writer.maxother = 60
    return _one_line(writer.repr(value))


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def _copy_tensor(tensor: Any) -> NDArray[Any]:
    """The numbers of a torch tensor; torch itself is not imported."""
    on_cpu = tensor.detach().cpu()
    try:
        return np.asarray(on_cpu.numpy())
    except TypeError:  # bfloat16, which NumPy does not have
        return np.asarray(on_cpu.float().numpy())
