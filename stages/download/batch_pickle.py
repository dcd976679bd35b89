"""Reads CIFAR's pickled batches with an unpickler that cannot call functions of Python or NumPy.

A batch is a dictionary of strings, lists of numbers and one uint8 matrix; Python 2 wrote byte
strings, today's Python writes text. The few names that an array needs, of NumPy 1 and 2, are
replaced by the classes below; any other name is an error.
"""

import io
import pickle
import pickletools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.errors import DataError, shown


class _Type:
    """Replaces numpy.dtype: of pixels, and of labels in an array of their own."""

    def __init__(self, code: str | bytes, *_flags: Any) -> None:
        name = code.decode("latin1") if isinstance(code, bytes) else code
        if name not in ("u1", "i4", "i8"):
            raise pickle.UnpicklingError(f"an array of type {shown(code)}")
        self.code = f"<{name}"

    def __setstate__(self, state: Any) -> None:
        _version, order, *_ = state
        if order in (">", b">"):
            self.code = f">{self.code[1:]}"


class _Array:
    """Replaces numpy.ndarray until its numbers are known."""

    numbers: NDArray[Any] | None = None

    def __setstate__(self, state: Any) -> None:
        _version, shape, kind, by_columns, raw = state
        if not isinstance(kind, _Type) or not isinstance(raw, bytes | bytearray):
            raise pickle.UnpicklingError("an array that is not made of bytes")
        flat = np.frombuffer(raw, dtype=kind.code)  # checks that size and shape agree:
        self.numbers = flat.reshape(shape, order="F" if by_columns else "C")


def _reconstruct(*_type_shape_and_code: Any) -> _Array:
    """An empty array; NumPy pickles an array as an empty one, followed by its state."""
    return _Array()


def _from_buffer(raw: Any, kind: Any, shape: Any, order: Any) -> _Array:
    """The same in one piece, as protocol 5 has it."""
    array = _Array()
    array.__setstate__((1, shape, kind, order == "F", raw))
    return array


def _encode(text: str, encoding: str) -> bytes:
    """Bytes as Python 3 writes them for Python 2's protocol; other codecs could unpack bombs."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"the encoding {shown(encoding)}")
    return text.encode("latin1")


KNOWN = {
    ("numpy.core.multiarray", "_reconstruct"): _reconstruct,
    ("numpy._core.multiarray", "_reconstruct"): _reconstruct,  # its name since NumPy 2
    ("numpy.core.numeric", "_frombuffer"): _from_buffer,
    ("numpy._core.numeric", "_frombuffer"): _from_buffer,
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _Type,
    ("_codecs", "encode"): _encode,
}


class _Unpickler(pickle._Unpickler):
    """Python's own, for damaged buffers of protocol 5 end the process of the one written in C."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in KNOWN:
            raise pickle.UnpicklingError(f"the name {shown('.'.join((module, name)))}")
        return KNOWN[module, name]


def load_batch(content: bytes, where: str) -> dict[bytes, Any]:
    """The batch, its keys as bytes and its matrix as a NumPy array; DataError names `where`."""
    try:
        for _ in pickletools.genops(content):
            pass  # what it says to hold is there, before any memory is taken for it
        batch = _Unpickler(io.BytesIO(content), encoding="bytes").load()
    except Exception as error:  # damaged or hostile bytes can raise anything in an unpickler
        raise DataError(f"{where} is no batch of CIFAR's: it holds {error}.") from error
    if not isinstance(batch, dict):
        raise DataError(f"{where} is no batch of CIFAR's: it holds {type(batch).__name__}.")
    return {
        key.encode() if isinstance(key, str) else key: _unwrap(value)
        for key, value in batch.items()
    }


def _unwrap(value: Any) -> Any:
    return value.numbers if isinstance(value, _Array) else value
