"""Files of arrays, from bytes that nobody has checked: .npy, .npz and safetensors.

A header must fit the size of its file before any memory is taken, and no object is unpickled.
"""

import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from . import checksums, files
from .errors import DataError, shown

Arrays = dict[str, NDArray[Any]]

# what zipfile raises for damaged archives
DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError,
    ValueError, OverflowError, OSError,
)  # fmt: skip
MOST_MEMBERS = 1000  # of an archive; ours have six
LARGEST_HEADER = 100_000_000  # bytes of one of safetensors; the library takes no larger one

# As NumPy writes it for an array of numbers or of texts: type, order, shape
_HEADER = re.compile(
    rb"\{'descr': '([<>|][biufcU]\d{1,9})', 'fortran_order': (True|False), "
    rb"'shape': \(((?:\d{1,15}, ?)*(?:\d{1,15})?)\), \} *\n"
)


def open_npy(path: Path, command: str) -> NDArray[Any]:
    """The array of an .npy file, memory-mapped and read-only; DataError says to run `command`."""
    try:
        with path.open("rb") as file:
            kind, shape, order = _read_header(file)
            offset = file.tell()
        _check_length(kind, shape, path.stat().st_size - offset)
        return _map(path, kind, shape, offset, order)
    except FileNotFoundError as error:
        raise checksums.missing(path) from error
    except (ValueError, OSError) as error:
        raise DataError(f"{path} is not an .npy file ({error}). Run: {command}") from error


def read_npz(path: Path, command: str) -> Arrays:
    """The arrays of an uncompressed .npz file by name; DataError says to run `command`."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive, path.stat().st_size)
            return {
                member.filename.removesuffix(".npy"): _read_member(archive, member)
                for member in archive.infolist()
            }
    except FileNotFoundError as error:
        raise checksums.missing(path) from error
    except DAMAGED_ARCHIVE as error:
        raise DataError(f"{path} is damaged ({error}). Run: {command}") from error


def check_members(archive: zipfile.ZipFile, size: int) -> None:
    """ValueError where members are compressed, or together larger than their file of `size`."""
    members = archive.infolist()
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise ValueError("a member is compressed")
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > size:
        raise ValueError("its members say more than the file holds")


def open_safetensors(path: Path, command: str) -> tuple[Arrays, dict[str, Any]]:
    """Float32 tensors by name, memory-mapped and read-only, and the provenance in the metadata.

    The header is JSON behind eight bytes of length. DataError says to run `command`.
    """
    from safetensors import SafetensorError, safe_open  # an installed package may not have it

    try:
        with path.open("rb") as file:
            start = 8 + int.from_bytes(file.read(8), "little")
            header = files.parse_json(file.read(min(start, LARGEST_HEADER) - 8))
        provenance = files.parse_json(header.pop("__metadata__")["provenance"])
        if not isinstance(provenance, dict):
            raise ValueError("its provenance is not a map")
        with safe_open(path, "numpy"):  # it checks that tensors fit the file, without a gap
            pass
        return {
            name: _map(path, np.dtype("<f4"), tuple(said["shape"]), start + said["data_offsets"][0])
            for name, said in header.items()
            if said["dtype"] == "F32"
        }, provenance
    except FileNotFoundError as error:
        raise checksums.missing(path) from error
    # TypeError, AttributeError: JSON of another form
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise DataError(f"{path} is damaged ({error}). Run: {command}") from error


def take(arrays: Arrays, name: str, kind: type[np.generic], dimensions: int) -> NDArray[Any]:
    """One array of an .npz; ValueError unless it has this type of numbers and of shape."""
    found = arrays.get(name)
    if found is None:
        raise ValueError(f"it has no array {name!r}")
    if not np.issubdtype(found.dtype, kind) or found.ndim != dimensions:
        raise ValueError(f"{name!r} is {found.dtype} {found.shape}")
    return found


def _map(
    path: Path, kind: np.dtype[Any], shape: tuple[int, ...], offset: int, order: Any = "C"
) -> NDArray[Any]:
    if 0 in shape:  # nothing can be mapped
        return np.empty(shape, kind)
    return np.memmap(path, kind, "r", offset, shape, order)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    with archive.open(member) as file:
        kind, shape, order = _read_header(file)
        data = file.read()
    _check_length(kind, shape, len(data))
    return np.frombuffer(data, kind).reshape(shape, order=order)


def _read_header(file: "BinaryIO | Any") -> tuple[np.dtype[Any], tuple[int, ...], Any]:
    start = file.read(10)
    if len(start) < 10 or start[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("it does not begin as NumPy's files do")
    header = file.read(int.from_bytes(start[8:], "little"))
    match = _HEADER.fullmatch(header)
    if not match:
        raise ValueError(f"its header is {shown(header)}")
    try:
        kind = np.dtype(match[1].decode())
    except (TypeError, ValueError) as error:
        raise ValueError(f"there is no type {match[1].decode()}") from error
    shape = tuple(int(length) for length in re.findall(rb"\d+", match[3]))
    return kind, shape, "F" if match[2] == b"True" else "C"


def _check_length(kind: np.dtype[Any], shape: tuple[int, ...], length: int) -> None:
    """ValueError unless the numbers of an array take exactly so many bytes."""
    wanted = kind.itemsize
    for part in shape:  # Python's numbers do not wrap round
        wanted *= part
    if wanted != length or not kind.itemsize or len(shape) > 8:
        raise ValueError(f"{kind} {shape} are {wanted} bytes, and it holds {length}")
