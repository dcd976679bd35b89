"""Rows of a matrix that need not fit into memory: read in blocks, and chosen without a copy."""

import mmap
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

# Images in double precision at the same time: 2 MB, which stays in the processor's cache
CHUNK = 256

Block = TypeVar("Block", covariant=True)


class Sliced(Protocol[Block]):
    """Whatever has a length, and gives its rows from one place to another."""

    def __len__(self) -> int: ...
    def __getitem__(self, rows: slice, /) -> Block: ...


def in_chunks(rows: Sliced[Block], size: int = CHUNK) -> Iterator[Block]:
    """Blocks of `size` rows each, in order; those of an array are views."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


class Rows:
    """Some rows of float32 matrices (n, S), one below the other: an array that is read in slices.

    rows[a:b] is an array, and no other row is read. Memory maps first give up the pages of earlier
    slices, so that only one block is in memory. `np.asarray` reads everything.
    """

    dtype = np.dtype(np.float32)
    ndim = 2

    def __init__(
        self, parts: Sequence[NDArray[np.float32]], chosen: NDArray[np.int64] | None = None
    ) -> None:
        self._parts, self._chosen = tuple(parts), chosen
        self._starts = np.cumsum([0, *(len(part) for part in parts)])
        rows = int(self._starts[-1]) if chosen is None else len(chosen)
        self.shape = (rows, parts[0].shape[1])

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice, /) -> NDArray[np.float32]:
        for part in self._parts:
            _forget(part)
        if self._chosen is not None:
            return self._gather(self._chosen[rows])
        start, stop, step = rows.indices(len(self))
        blocks = [
            part[max(start - first, 0) : max(stop - first, 0)]
            for part, first in zip(self._parts, self._starts, strict=False)
        ]
        found = [block for block in blocks if len(block)] or blocks[:1]
        return (found[0] if len(found) == 1 else np.concatenate(found))[::step]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self[:].astype(dtype or self.dtype)

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Rows":
        """Some of these rows, chosen by flags (N,) or by index; none is read yet."""
        among = np.arange(len(self)) if self._chosen is None else self._chosen
        return Rows(self._parts, among[rows])

    def _gather(self, wanted: NDArray[np.int64]) -> NDArray[np.float32]:
        found = np.empty((len(wanted), self.shape[1]), np.float32)
        for part, first in zip(self._parts, self._starts, strict=False):
            here = (wanted >= first) & (wanted < first + len(part))
            found[here] = part[wanted[here] - first]
        return found


def select(
    logits: "NDArray[np.float32] | Rows", rows: NDArray[np.bool_] | NDArray[np.int64]
) -> Rows:
    """Some rows of an array or of `Rows`, without a copy."""
    return (logits if isinstance(logits, Rows) else Rows([logits])).select(rows)


def _forget(part: NDArray[np.float32]) -> None:
    """Drop the pages of a memory map; the system reads them again where they are still wanted."""
    if isinstance(part.base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        part.base.madvise(mmap.MADV_DONTNEED)
