"""Reads CIFAR's pickled batches with an unpickler that cannot call functions of Python or NumPy.

A batch is a dictionary of byte strings, lists of numbers and one uint8 matrix. The few names that
such a matrix needs are replaced by the classes below; any other name is an error.
"""

import io
import pickle
import pickletools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.errors import DataError, shown

# No batch has them, and damaged ones make CPython end the process with a SystemError
BUFFERS = frozenset({"BYTEARRAY8", "NEXT_BUFFER", "READONLY_BUFFER"})


class _Uint8:
    """Replaces numpy.dtype('u1'), the only allowed type."""

    def __init__(self, code: str | bytes, *_flags: Any) -> None:
        if code not in ("u1", b"u1"):
            raise pickle.UnpicklingError(f"an array of type {shown(code)}")

    def __setstate__(self, _byte_order: Any) -> None:
        """Ignore the byte order: single bytes have none."""


class _Array:
    """Replaces numpy.ndarray until its pixels are known."""

    pixels: NDArray[np.uint8] | None = None

    def __setstate__(self, state: Any) -> None:
        _version, shape, kind, by_columns, raw = state
        if not isinstance(kind, _Uint8) or not isinstance(raw, bytes):
            raise pickle.UnpicklingError("an array that is not made of bytes")
        flat = np.frombuffer(raw, dtype=np.uint8)  # checks that size and shape agree:
        self.pixels = flat.reshape(shape, order="F" if by_columns else "C")


def _reconstruct(*_type_shape_and_code: Any) -> _Array:
    """An empty array; NumPy pickles an array as an empty one, followed by its state."""
    return _Array()


def _encode(text: str, encoding: str) -> bytes:
    """Bytes as Python 3 writes them for Python 2's protocol; other codecs could unpack bombs."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"the encoding {shown(encoding)}")
    return text.encode("latin1")


KNOWN = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,  # its name since NumPy 2
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _Uint8,
    ("_codecs", "encode"): _encode,
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in KNOWN:
            raise pickle.UnpicklingError(f"the name {shown('.'.join((module, name)))}")
        return KNOWN[module, name]


def load_batch(content: bytes, where: str) -> dict[bytes, Any]:
    """The batch, its strings as bytes and its matrix as a NumPy array; DataError names `where`."""
    try:
        for code, _, _ in pickletools.genops(content):
            if code.name in BUFFERS:
                raise ValueError(f"a {code.name}")
        batch = _Unpickler(io.BytesIO(content), encoding="bytes").load()
    except Exception as error:  # damaged or hostile bytes can raise anything in an unpickler
        raise DataError(f"{where} is no batch of CIFAR's: it holds {error}.") from error
    if not isinstance(batch, dict):
        raise DataError(f"{where} is no batch of CIFAR's: it holds {type(batch).__name__}.")
    return {key: _unwrap(value) for key, value in batch.items()}


def _unwrap(value: Any) -> Any:
    return value.pixels if isinstance(value, _Array) else value
