"""Logits on the disk: one safetensors file for each split, or several where it has many rows.

Up to ROWS_A_SHARD rows are one file, such as train.safetensors. More rows are shards, such as
train-00000-of-00007.safetensors, each with the provenance. All are written from a stream of blocks
and read through memory maps.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import checksums, files, formats
from .errors import DataError
from .rows import Rows, in_chunks

ROWS_A_SHARD = 200_000  # 800 MB of 1000 logits each
NAME = "logits"  # of the one tensor in a file
_SHARD = re.compile(r"-\d{5}-of-(\d{5})\.safetensors")

Matrix = NDArray[np.float32]


def write(
    path: Path, shape: tuple[int, int], blocks: Iterable[Matrix], provenance: dict[str, Any]
) -> None:
    """Write a matrix whose rows arrive in blocks of any size; path: its name without shards."""
    stream, done = _Stream(blocks), 0
    shards = max(1, -(-shape[0] // ROWS_A_SHARD))
    for place in [path] if shards == 1 else _names(path, shards):
        rows = min(ROWS_A_SHARD, shape[0] - done)
        with files.new_file(place) as beside, beside.open("wb") as file:
            file.write(_header((rows, shape[1]), provenance))
            for block in stream.take(rows):
                file.write(np.ascontiguousarray(block, "<f4").data)
        done += rows


def read(path: Path, command: str) -> tuple[Matrix | Rows, dict[str, Any]]:
    """The matrix and its provenance; DataError, which says to run `command`, for anything else.

    One file is a memory map, several are `Rows`.
    """
    places = find(path, command)
    found = [_read_one(place, command) for place in places]
    first, provenance = found[0]
    for place, (part, about) in zip(places, found, strict=True):
        if about != provenance or part.shape[1] != first.shape[1]:
            raise DataError(f"{place} is of another run than {places[0].name}. Run: {command}")
    return first if len(found) == 1 else Rows([part for part, _ in found]), provenance


def find(path: Path, command: str) -> list[Path]:
    """The file, or its shards in order; DataError where one is missing or one too many."""
    shards = sorted(path.parent.glob(f"{path.stem}-*{path.suffix}"))
    if not shards:
        if not path.exists():
            raise checksums.missing(path)
        return [path]
    match = _SHARD.fullmatch(shards[0].name.removeprefix(path.stem))
    wanted = _names(path, int(match[1])) if match else []
    there = {*shards, path} if path.exists() else {*shards}
    if odd := sorted(there ^ {*wanted}):
        fault = "is left over from another run" if odd[0] in there else "is missing"
        raise DataError(f"{odd[0]} {fault}: {path.name} is in shards. Run: {command}")
    return shards


def is_there(path: Path) -> bool:
    """Whether there is the file, or a shard of it."""
    return path.exists() or any(path.parent.glob(f"{path.stem}-*{path.suffix}"))


class _Stream:
    """Rows that arrive in blocks, taken in other numbers."""

    def __init__(self, blocks: Iterable[Matrix]) -> None:
        self._blocks = iter(blocks)
        self._left: Matrix | None = None

    def take(self, rows: int) -> Iterator[Matrix]:
        """The next rows, in blocks."""
        while rows:
            block = next(self._blocks) if self._left is None else self._left
            part, rest = block[:rows], block[rows:]
            self._left = rest if len(rest) else None
            rows -= len(part)
            yield part


def _names(path: Path, shards: int) -> list[Path]:
    names = (f"{path.stem}-{n:05d}-of-{shards:05d}{path.suffix}" for n in range(shards))
    return [path.with_name(name) for name in names]


def _header(shape: tuple[int, int], provenance: dict[str, Any]) -> bytes:
    """The header as safetensors writes it; the provenance is ONE key of its metadata.

    Of several keys, the library would write the order at random.
    """
    content = {
        "__metadata__": {"provenance": json.dumps(provenance, sort_keys=True)},
        NAME: {"dtype": "F32", "shape": shape, "data_offsets": [0, 4 * shape[0] * shape[1]]},
    }
    text = json.dumps(content, separators=(",", ":"))
    text += " " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text.encode()


def _read_one(path: Path, command: str) -> tuple[Matrix, dict[str, Any]]:
    content, provenance = formats.open_safetensors(path, command)
    logits = content.get(NAME)
    if logits is None or logits.dtype != np.float32 or logits.ndim != 2:
        raise DataError(f"{path} holds no float32 matrix {NAME!r}. Run: {command}")
    if not all(np.isfinite(part).all() for part in in_chunks(Rows([logits]))):
        raise DataError(f"{path} holds logits that are not finite. Run: {command}")
    return logits, provenance
