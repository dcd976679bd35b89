"""Reads one array from a file of another program; nothing in it is executed.

A file with several arrays gives the one that is asked for, FILE#NAME, or the one of a usual name.
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stages.core.errors import DataError, shown

Array = NDArray[Any]
Found = Mapping[str, Any]  # arrays by name; "" where the file has one without a name

KINDS = ".npy, .npz, .pt, .pth, .safetensors, .csv"


def read_array(word: str, usual: str) -> Array:
    """The array of FILE or FILE#NAME; usual: the name that it may have, "logits" or "labels".

    DataError for a file that is none of KINDS, is damaged, or would have to be executed.
    """
    name = word.partition("#")[2] if "#" in word and not Path(word).exists() else ""
    path = Path(word.removesuffix(f"#{name}") if name else word)
    read = _READERS.get(path.suffix.lower())
    if not path.is_file():
        raise DataError(f"{path} is no file; wanted: one of {KINDS}.")
    if read is None:
        raise DataError(f"{path} ends in {shown(path.suffix)}; allowed: {KINDS}.")
    return _to_array(_choose(path, read(path), name, usual), path)


def _choose(path: Path, found: Found, name: str, usual: str) -> Any:
    if name:
        if name not in found:
            raise DataError(f"{path} has no {shown(name)}; it has {_list(found)}.")
        return found[name]
    if usual in found:
        return found[usual]
    if len(found) == 1:
        return next(iter(found.values()))
    raise DataError(f"{path} has {_list(found)}; say which one is {usual}: {path}#NAME")


def _list(found: Found) -> str:
    return ", ".join(sorted(filter(None, map(str, found)))) or "nothing with a name"


def _to_array(value: Any, path: Path) -> Array:
    if hasattr(value, "detach"):
        try:
            value = value.detach().cpu()
            value = (value.float() if "bfloat16" in str(value.dtype) else value).numpy()
        except (RuntimeError, TypeError) as error:  # sparse, quantised, without data
            raise DataError(f"{path} holds no plain tensor ({_one_line(error)}).") from error
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        kind = getattr(value, "dtype", type(value).__name__)
        raise DataError(f"{path} holds {kind}; wanted: an array of numbers.")
    return value


def _read_npy(path: Path) -> Found:
    try:
        found = np.load(path, allow_pickle=False)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read as NumPy's file: {_one_line(error)}.") from error
    if isinstance(found, np.ndarray):
        return {"": found}
    with found:
        try:
            return {name: found[name] for name in found.files}
        except (ValueError, OSError, zipfile.BadZipFile) as error:
            raise DataError(f"{path} cannot be read: {_one_line(error)}.") from error


def _read_safetensors(path: Path) -> Found:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return dict(load_file(path))
    except (SafetensorError, OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{path} cannot be read as safetensors: {_one_line(error)}.") from error


def _read_torch(path: Path) -> Found:
    """Tensors alone: what would have to be executed is refused, whoever made it."""
    import torch  # only this kind of file needs it

    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises errors of many kinds, of several lines
        raise DataError(
            f"{path} is no file of tensors alone, and nothing else is unpickled. Where it was "
            "made, save the tensor: torch.save(logits.cpu(), 'logits.pt')"
        ) from error
    return found if isinstance(found, dict) else {"": found}


def _read_csv(path: Path) -> Found:
    """Numbers in columns; a first line that is not numbers is a header, and is left out."""
    import pandas as pd

    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline().strip().split(",")
        header = 0 if not all(map(_is_number, first)) else None
        table = pd.read_csv(path, header=header)
    except (ValueError, OSError) as error:
        raise DataError(f"{path} cannot be read as a table: {_one_line(error)}.") from error
    for column, kind in table.dtypes.items():
        if kind.kind not in "fiu":
            raise DataError(f"{path}: column {shown(column)} has other things than numbers.")
    values = table.to_numpy()
    return {"": values[:, 0] if values.shape[1] == 1 else values}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")


_READERS: Mapping[str, Callable[[Path], Found]] = {
    ".npy": _read_npy,
    ".npz": _read_npy,
    ".safetensors": _read_safetensors,
    ".pt": _read_torch,
    ".pth": _read_torch,
    ".csv": _read_csv,
}
