"""Reads CIFAR's pickled batches, from the official archive or unpacked; neither is trusted."""

import gzip
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ..core import paths
from ..core.arrays import Images
from ..core.errors import DataError, shown
from ..sources.entries import Official
from ..sources.own_data import Batches
from . import batch_pickle
from .splits import Split, check_labels, join

CHANNELS, SIDE = 3, 32
LARGEST = 400_000_000  # bytes of an archive unpacked; CIFAR's have 190 million
LARGEST_LABEL = 2**31
BLOCK = 1 << 18  # bytes that are unpacked at a time


def read_splits(dataset: Official, files: Mapping[str, Path]) -> tuple[Split, Split]:
    """Train and test split, with their batches in the entry's order.

    files: the archive or, where it is not among them, its members by name.
    """
    path = files.get(dataset.archive.name)
    names = {*dataset.train, *dataset.test}
    if path is not None:
        contents, where = read_members(path, names), {name: f"{path}: {name}" for name in names}
    else:
        contents = {name: _read_file(files[name]) for name in names}
        where = {name: str(files[name]) for name in names}
    train, test = (
        join(
            [_read_batch(contents[name], where[name], dataset.label_key) for name in members],
            SIDE,
            SIDE,
        )
        for members in (dataset.train, dataset.test)
    )
    place = path or files[dataset.test[0]].parent
    check_labels(place, (train, test) if dataset.train else (test,), dataset.classes)
    return train, test


def read_batches(dataset: Batches, folder: Path) -> dict[paths.Split, Split]:
    """Every split that the entry names, from batches of one's own."""
    stated: dict[paths.Split, tuple[str, ...] | None] = {
        "train": dataset.train, "test": dataset.test,
    }  # fmt: skip
    splits: dict[paths.Split, Split] = {}
    for split, names in stated.items():
        batches = []
        for path in (folder / name for name in names or ()):
            batches.append(_read_batch(_read_file(path), str(path), dataset.label_key))
            check_labels(path, batches[-1:], dataset.classes)
        if batches:
            splits[split] = join(batches, SIDE, SIDE)
    return splits


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error
    if len(content) > LARGEST:
        raise DataError(f"{path} has more than {LARGEST / 1e6:.0f} MB; CIFAR's batches have 31.")
    return content


def read_members(path: Path, names: set[str]) -> dict[str, bytes]:
    """Contents of the named members; nothing is written to disk.

    DataError if one is missing, or if any member, named or not, is a link or a device, has an
    absolute path or one outside the archive's folder, or occurs twice, or if more than LARGEST
    bytes are unpacked: CIFAR's archive has no such.
    """
    contents: dict[str, bytes] = {}
    try:
        # as a stream: tarfile would otherwise take the memory that a header asks for, whatever
        # the archive holds
        with (
            _Bounded(path) as unpacked,
            tarfile.open(fileobj=unpacked, mode="r|", bufsize=BLOCK) as archive,
        ):
            for member in archive:
                _refuse_unsafe(path, member, contents)
                file = archive.extractfile(member) if member.name in names else None
                if file is not None:
                    contents[member.name] = file.read()
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        raise DataError(f"{path} is not a readable .tar.gz archive ({error}).") from error
    missing = sorted(names - set(contents))
    if missing:
        raise DataError(f"{path} does not hold {', '.join(missing)}.")
    return contents


class _Bounded(gzip.GzipFile):
    """Gives up where more than LARGEST bytes are unpacked."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if self.tell() > LARGEST:
            raise tarfile.ReadError(f"it unpacks to more than {LARGEST / 1e6:.0f} MB")
        return data


def _refuse_unsafe(path: Path, member: tarfile.TarInfo, seen: Mapping[str, bytes]) -> None:
    place = PurePosixPath(member.name)
    if not (member.isreg() or member.isdir()) or member.issparse():
        fault = "is neither a file nor a folder"
    elif place.is_absolute() or "\\" in member.name:
        fault = "has an absolute path"
    elif ".." in place.parts:
        fault = "lies outside the archive's folder"
    elif member.name in seen:
        fault = "is there twice"
    else:
        return
    raise DataError(
        f"{path}: the member {shown(member.name)} {fault}; CIFAR's archive has none such."
    )


def _read_batch(content: bytes, where: str, label_key: str) -> Split:
    batch = batch_pickle.load_batch(content, where)
    pixels, labels = batch.get(b"data"), batch.get(label_key.encode())
    row = CHANNELS * SIDE * SIDE
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.shape[1:] != (row,):
        raise DataError(f"{where} has no matrix 'data' of {row} columns.")
    if isinstance(labels, np.ndarray):
        labels = labels.tolist()
    if not isinstance(labels, list) or len(labels) != len(pixels) or not _are_numbers(labels):
        raise DataError(f"{where} has no list {label_key!r} of {len(pixels)} whole numbers.")
    return Split(_to_images(pixels), np.array(labels, dtype=np.int64))


def _to_images(pixels: Any) -> Images:
    """Images (N, 32, 32, 3) from rows (N, 3072): all red, then all green, then all blue values."""
    planes = pixels.reshape(-1, CHANNELS, SIDE, SIDE)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1))


def _are_numbers(labels: Sequence[Any]) -> bool:
    """Whether all are small whole numbers; True is an int in Python, but not a label."""
    return all(type(label) is int and abs(label) < LARGEST_LABEL for label in labels)
