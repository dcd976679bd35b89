"""Files that nobody serves: found where their entry says, and never another."""

import hashlib
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from stages.core.errors import DataError, SourceError
from stages.sources import fetch
from stages.sources.file import OwnFile, PackagedFile

BODY = b"weights of mine"
SHA256 = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed package `some-model` with the file some_model/a.pth."""
    (tmp_path / "site/some_model").mkdir(parents=True)
    (tmp_path / "site/some_model/a.pth").write_bytes(BODY)
    (tmp_path / "site/some_model-1.0.dist-info").mkdir()
    (tmp_path / "site/some_model-1.0.dist-info/METADATA").write_text("Name: some-model\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "site")])
    return tmp_path / "site"


@pytest.mark.parametrize("path", ["own/my net (2).PTH", "~/own/my net (2).PTH"])
def test_a_file_of_ones_own_is_taken_where_it_lies(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("HOME", str(checkout))
    Path("own").mkdir()
    Path("own/my net (2).PTH").write_bytes(BODY)
    file = OwnFile(path=path, sha256=SHA256)
    assert fetch.obtain_file(file).read_bytes() == BODY
    assert file.name == "checkpoint.pth"


@pytest.mark.parametrize(
    ("path", "name"), [("a.safetensors", "checkpoint.safetensors"), ("a", "checkpoint"),
                       ("a.p h", "checkpoint"), ("a.", "checkpoint")]
)  # fmt: skip
def test_the_copy_of_a_file_of_ones_own_has_a_plain_name(path: str, name: str) -> None:
    assert OwnFile(path=path, sha256=SHA256).name == name


def test_another_file_at_its_place_is_refused_with_its_hash() -> None:
    Path("a.pth").write_bytes(b"something else")
    with pytest.raises(DataError) as raised:
        fetch.obtain_file(OwnFile(path="a.pth", sha256=SHA256))
    assert str(raised.value) == (
        "a.pth is not the file of its entry: its SHA-256 is "
        "f41f3fa625ff120ddca7ef456bf66371ecea23c129f4e4c32367101edb516cf8, wanted: "
        f"{SHA256}. Replace it, or, where you trust it, write its SHA-256 into the entry."
    )


def test_a_file_that_is_not_there_is_told_with_the_way_out() -> None:
    with pytest.raises(SourceError, match=r"^a\.pth is not on this machine\. Put it there, or c"):
        fetch.obtain_file(OwnFile(path="a.pth", sha256=SHA256))
    with pytest.raises(SourceError, match=r"^~nobody-here/a is not on this machine"):
        fetch.obtain_file(OwnFile(path="~nobody-here/a", sha256=SHA256))


def test_a_file_of_an_installed_package_is_found(package: Path) -> None:
    file = PackagedFile(package="some-model", path="some_model/a.pth", sha256=SHA256)
    assert fetch.obtain_file(file) == package / "some_model/a.pth"
    assert file.name == "a.pth"


@pytest.mark.parametrize(
    ("name", "path", "told"),
    [
        ("no-such-package", "x/a.pth", "The package no-such-package is not installed. Run: make "),
        ("some-model", "some_model/b.pth", "The installed package some-model has no file some_mod"),
    ],
)
def test_a_package_without_the_file_is_told(package: Path, name: str, path: str, told: str) -> None:
    with pytest.raises(SourceError) as raised:
        fetch.obtain_file(PackagedFile(package=name, path=path, sha256=SHA256))
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "x/../../a"])
def test_no_path_leads_out_of_a_package(path: str) -> None:
    with pytest.raises(ValidationError, match="is not inside of a package"):
        PackagedFile(package="some-model", path=path, sha256=SHA256)
