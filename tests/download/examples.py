"""Published files as small as can be, in the formats of their publishers."""

import hashlib
import io
import struct
import tarfile
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from stages.sources.entries import Official
from stages.sources.file import File

MEMBERS = ("cifar-10-batches-py/data_batch_1", "cifar-10-batches-py/data_batch_2")
TEST_MEMBER = "cifar-10-batches-py/test_batch"


def file_of(body: bytes, *urls: str, name: str = "file.bin", digits: int = 64) -> File:
    """The entry of a file, with so many digits of its hash."""
    sha256 = hashlib.sha256(body).hexdigest()[:digits]
    return File(name=name, sha256=sha256, size=len(body), urls=urls or ("http://127.0.0.1:9/",))


def python2_batch(pixels: NDArray[np.uint8], labels: Sequence[int]) -> bytes:
    """Protocol 2 as Python 2 wrote it, byte strings and old names: CIFAR's own form."""

    def text(value: str) -> bytes:
        return b"U" + bytes([len(value)]) + value.encode()

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    raw = pixels.tobytes()
    dtype = b"cnumpy\ndtype\n" + text("u1") + b"K\x00K\x01\x87R"
    dtype += b"(K\x03" + text("|") + b"NNN" + number(-1) + number(-1) + b"K\x00tb"
    shape = number(pixels.shape[0]) + number(pixels.shape[1]) + b"\x86"
    empty = (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + text("b") + b"\x87R"
    )
    matrix = (
        empty + b"(K\x01" + shape + dtype + b"\x89T" + struct.pack("<i", len(raw)) + raw + b"tb"
    )
    numbers = b"](" + b"".join(number(label) for label in labels) + b"e"
    names = b"](" + b"".join(text(f"image_{i}.png") for i in range(len(labels))) + b"e"
    items = {"batch_label": text("batch 1 of 5"), "labels": numbers, "data": matrix}
    content = b"".join(text(key) + value for key, value in {**items, "filenames": names}.items())
    return b"\x80\x02}(" + content + b"u."


def random_batch(seed: int, count: int) -> tuple[NDArray[np.uint8], list[int]]:
    """Rows (count, 3072) and labels in [0, 10)."""
    chance = np.random.default_rng(seed)
    pixels = chance.integers(0, 256, (count, 3072), dtype=np.uint8)
    return pixels, chance.integers(0, 10, count).tolist()


def archive_of(members: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    """A .tar.gz with files, and with members that have no content."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for other in others:
            archive.addfile(other)
    return buffer.getvalue()


def official_archive() -> bytes:
    """Two training batches of 3 and 2 images, one test batch of 4."""
    counts = {MEMBERS[0]: 3, MEMBERS[1]: 2, TEST_MEMBER: 4}
    return archive_of(
        {name: python2_batch(*random_batch(n, n)) for name, n in counts.items()}
        | {"cifar-10-batches-py/readme.html": b"<html>"},
    )


def official_dataset(archive: File) -> Official:
    """The entry that fits `official_archive`."""
    return Official(
        title="CIFAR-10, a little of it",
        format="python",
        classes=10,
        licence="none",
        citation="Krizhevsky (2009)",
        archive=archive,
        label_key="labels",
        train=MEMBERS,
        test=(TEST_MEMBER,),
    )
