"""DATA_MIRROR means what a person typed, or is refused: it is never silently left out."""

from pathlib import Path

import pytest

from stages.core.errors import SourceError
from stages.sources import mirrors


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the folders `one` and `a b/ü`, and a working folder in it."""
    for name in ("one", "a b/ü", "here"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "one/data.bin").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        (":", []),
        ("~/one", ["one"]),
        ("../one", ["one"]),
        ("~/one/", ["one"]),
        ("~/one:~/a b/ü", ["one", "a b/ü"]),
        (":~/a b/ü:", ["a b/ü"]),
    ],
)
def test_folders_are_absolute_and_in_order(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: list[str]
) -> None:
    monkeypatch.setenv("DATA_MIRROR", typed)
    found = mirrors.folders()
    assert all(path.is_absolute() for path in found)
    assert [path.resolve() for path in found] == [home / name for name in meant]


def test_without_the_variable_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_MIRROR", raising=False)
    assert mirrors.folders() == ()


@pytest.mark.parametrize(
    ("typed", "named", "looked_at"),
    [
        ("~/onne", "~/onne", "{home}/onne"),
        ("onne", "onne", "{home}/here/onne"),
        ("~/one:/nowhere/at/all", "/nowhere/at/all", "/nowhere/at/all"),
        ("~/one/data.bin/deeper", "~/one/data.bin/deeper", "{home}/one/data.bin/deeper"),
        (" ", " ", "{home}/here/ "),
        ("~nobody-of-that-name/x", "~nobody-of-that-name/x", "Could not determine home directory."),
        ("x" * 300, "x" * 300, "File name too long"),
    ],
)
def test_a_folder_that_is_not_there_is_named_as_typed_and_as_looked_at(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed: str, named: str, looked_at: str
) -> None:
    monkeypatch.setenv("DATA_MIRROR", typed)
    with pytest.raises(SourceError) as raised:
        mirrors.folders()
    told = str(raised.value)
    assert told.startswith(f"DATA_MIRROR={named}: no such folder (")
    assert looked_at.format(home=home) in told
    assert told.endswith("or go on without it: unset DATA_MIRROR")


def test_a_file_is_no_folder_and_the_error_names_the_one_that_holds_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_MIRROR", "~/one/data.bin")
    with pytest.raises(SourceError) as raised:
        mirrors.folders()
    assert str(raised.value) == (
        "DATA_MIRROR=~/one/data.bin: a file, not a folder. Name the one that holds it: "
        f"export DATA_MIRROR={home}/one"
    )
