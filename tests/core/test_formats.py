"""Files of arrays: what a header says is believed only as far as the file holds it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from stages.core import formats
from stages.core.errors import DataError

AGAIN = "dvc repro -f map"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.int64).reshape(2, 3),
        np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
        np.array(["a", "ünf"]),
        np.array("logits"),
        np.zeros((0, 3), np.float64),
    ],
)
def test_whatever_numpy_writes_is_read_again(array: Any) -> None:
    Path("x.npy").write_bytes(npy(array))
    np.savez("x.npz", x=array)
    for found in (
        formats.open_npy(Path("x.npy"), AGAIN),
        formats.read_npz(Path("x.npz"), AGAIN)["x"],
    ):
        np.testing.assert_array_equal(found, array)
        assert found.dtype == array.dtype
        assert not found.flags.writeable or not found.size


def header(text: str, numbers: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + numbers


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "it does not begin as NumPy's files do"),
        (npy(np.zeros(3))[:-1], r"float64 \(3,\) are 24 bytes, and it holds 23"),
        (npy(np.zeros(3)) + b"x", r"float64 \(3,\) are 24 bytes, and it holds 25"),
        (header("{'descr': '<f4', 'fortran_order': False, 'shape': (((((, }\n"), "its header is"),
        (
            header(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }\n"
            ),
            r"float32 \(4294967296, 4294967296\) are 73786976294838206464 bytes, and it holds 0",
        ),
        (
            header("{'descr': '<f3', 'fortran_order': False, 'shape': (3,), }\n"),
            "there is no type",
        ),
        (header("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n"), "its header is"),
        (header("9" * 5000), "its header is b'9999.*9999'"),
    ],
)
def test_an_npy_file_of_another_form_is_refused(content: bytes, fault: str) -> None:
    Path("x.npy").write_bytes(content)
    with pytest.raises(DataError, match=rf"^x\.npy is not an \.npy file \({fault}.*Run: dvc repro"):
        formats.open_npy(Path("x.npy"), AGAIN)


def archive(*members: tuple[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as found:
        for name, content in members:
            found.writestr(name, content)
    return buffer.getvalue()


MEMBER = ("x.npy", npy(np.zeros(3)))
BOMB = ("x.npy", npy(np.zeros(1_000_000)))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "File is not a zip file"),
        (archive(MEMBER)[:-30], "File is not a zip file"),
        (archive(MEMBER)[:-1], "File is not a zip file"),
        (npy(np.zeros(3)), "File is not a zip file"),
        (archive(MEMBER).replace(bytes(24), bytes(23) + b"x"), "Bad CRC-32"),
        (archive(BOMB, kind=zipfile.ZIP_DEFLATED), "a member is compressed"),
        (archive(("x.npy", b"x")), "it does not begin as NumPy's files do"),
        (archive(*((f"{i}.npy", b"") for i in range(2000))), "say more than the file holds"),
    ],
)  # fmt: skip
def test_an_npz_file_of_another_form_is_refused(content: bytes, fault: str) -> None:
    Path("x.npz").write_bytes(content)
    with pytest.raises(DataError, match=rf"^x\.npz is damaged \(.*{fault}.*Run: dvc repro -f map"):
        formats.read_npz(Path("x.npz"), AGAIN)


@pytest.mark.parametrize("read", [formats.open_npy, formats.read_npz, formats.open_safetensors])
def test_a_folder_is_no_file_and_a_missing_one_says_how_to_get_it(read: Any) -> None:
    Path("x").mkdir()
    with pytest.raises(DataError, match=r"^x .*Is a directory.* Run: dvc repro -f map$"):
        read(Path("x"), AGAIN)
    with pytest.raises(DataError, match=r"^y is missing\. Run: dvc repro$"):
        read(Path("y"), AGAIN)


def tensors(metadata: Any) -> bytes:
    """A file of safetensors with any JSON as its metadata."""
    content = save({"logits": np.zeros((1, 2), np.float32)})
    length = int.from_bytes(content[:8], "little")
    said = json.dumps({**json.loads(content[8 : 8 + length]), "__metadata__": metadata}).encode()
    return len(said).to_bytes(8, "little") + said + content[8 + length :]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "EOF"),
        (b"\xff" * 8, "EOF"),
        (tensors(None), "'NoneType' object is not subscriptable"),
        (tensors({}), "'provenance'"),
        (tensors({"provenance": "[1]"}), "its provenance is not a map"),
        (tensors({"provenance": "[" * 100_000}), "recursion"),
        (tensors({"provenance": "{}"})[:-1], "Invalid|incomplete"),
    ],
)  # fmt: skip
def test_a_safetensors_file_of_another_form_is_refused(content: bytes, fault: str) -> None:
    Path("x").write_bytes(content)
    with pytest.raises(DataError, match=rf"^x is damaged \(.*({fault}).*Run: dvc repro -f map$"):
        formats.open_safetensors(Path("x"), AGAIN)


def test_an_array_of_another_type_or_shape_is_refused() -> None:
    found = {"x": np.zeros(3, np.float32)}
    assert formats.take(found, "x", np.float32, 1) is found["x"]
    for name, kind, dimensions, fault in (
        ("y", np.float32, 1, "it has no array 'y'"),
        ("x", np.float32, 2, r"'x' is float32 \(3,\)"),
        ("x", np.str_, 1, r"'x' is float32 \(3,\)"),
    ):
        with pytest.raises(ValueError, match=fault):
            formats.take(found, name, kind, dimensions)
