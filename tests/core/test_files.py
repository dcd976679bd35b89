"""Nothing is half-written, nothing valid is lost."""

from pathlib import Path

import pytest

from stages.core import checksums, files
from stages.core.errors import DataError


def write_half(path: Path) -> None:
    with files.new_file(path) as beside:
        beside.write_text("half")
        raise RuntimeError


def fill_half(folder: Path) -> None:
    with files.new_folder(folder) as beside:
        (beside / "new").touch()
        raise RuntimeError


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    with pytest.raises(RuntimeError):
        write_half(path)
    assert list(path.parent.iterdir()) == []


def test_a_failed_rewrite_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError):
        write_half(path)
    assert path.read_text() == "old"


def test_a_folder_replaces_the_old_one_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old").touch()
    with pytest.raises(RuntimeError):
        fill_half(folder)
    assert [path.name for path in folder.iterdir()] == ["old"]
    with files.new_folder(folder) as beside:
        (beside / "new").touch()
    assert {path.name for path in tmp_path.rglob("*")} == {"out", "new", "SHA256SUMS"}


def test_of_two_processes_that_replace_a_folder_at_once_the_last_wins_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rename = tmp_path / "out", Path.rename
    with files.new_folder(folder) as beside:
        (beside / "old").touch()

    def be_overtaken(source: Path, target: Path) -> Path:
        moved = rename(source, target)
        if target.name == ".old.0":  # another process puts its folder there just now
            folder.mkdir()
            (folder / "of the other").touch()
        return moved

    monkeypatch.setattr(Path, "rename", be_overtaken)
    with files.new_folder(folder) as beside:
        (beside / "new").touch()
    assert {path.name for path in tmp_path.rglob("*")} == {"out", "new", "SHA256SUMS"}


@pytest.mark.parametrize("name", ["old", "out.partial"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    for content in ("first", "second"):
        with files.new_folder(tmp_path / name, sums=False) as beside:
            (beside / content).touch()
    assert [path.name for path in tmp_path.rglob("*")] == [name, "second"]


def test_what_killed_processes_left_is_deleted_be_it_a_folder_or_a_file(tmp_path: Path) -> None:
    (tmp_path / ".a.txt.0123.partial/a").mkdir(parents=True)
    (tmp_path / ".a.txt.partial").write_text("as version 0.1 left it")
    (tmp_path / ".a.txt.4567.partial").symlink_to(tmp_path)
    files.write_text(tmp_path / "a.txt", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_text_outs_end_their_lines_with_a_bare_newline(tmp_path: Path) -> None:
    files.write_csv(tmp_path / "a.csv", ["x", "y"], [(1, "b,c"), (2, "d")])
    assert (tmp_path / "a.csv").read_bytes() == b'x,y\n1,"b,c"\n2,d\n'
    files.write_json(tmp_path / "a.json", {"b": 1, "a": "é"})
    assert (tmp_path / "a.json").read_bytes() == '{\n  "a": "é",\n  "b": 1\n}\n'.encode()


def test_nan_never_reaches_a_json_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "a.json", {"a": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_sha256_of_abc_is_the_standards_example(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    assert files.sha256(tmp_path / "abc") == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"is not JSON \(EOF while parsing an object at line 1 .*\)\. Run: dvc repro -f"),
        (b"", "is not JSON"),
        (b"[1] 2", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"NaN", "is not JSON"),
        (b'"\\ud800"', "is not JSON"),
        (b"9" * 5000, "is not JSON"),
        (b"[" * 300 + b"]" * 300, "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b'{"a":' * 200_000, "is not JSON"),
        (b" " * 4_000_001, "is not JSON .it has more than 4 MB"),
    ],
    ids=lambda content: repr(content[:10]),
)
def test_damaged_or_hostile_json_is_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        files.read_json(tmp_path / "a.json")
    assert len(str(caught.value).removeprefix(str(tmp_path))) < 200


def test_json_that_is_not_there_or_a_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"is missing\. Run: dvc repro$"):
        files.read_json(tmp_path / "b.json")
    with pytest.raises(DataError, match="cannot be read"):
        files.read_json(tmp_path)


def test_numbers_of_json_come_back_to_the_last_digit(tmp_path: Path) -> None:
    content = {"a": [0.1, 1e-05, 5e-324, 1.7976931348623157e308, 2**63, -0.0, 0.30000000000000004]}
    files.write_json(tmp_path / "a.json", content)
    assert repr(files.read_json(tmp_path / "a.json")) == repr(content)


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("data/labels/train.npy", "dvc pull, or: dvc repro"),
        ("data/scores/net/provenance.json", "dvc pull, or: dvc repro"),
        ("data/images/train.npy", "dvc repro"),
        ("data/weights/net/provenance.json", "dvc repro"),
        ("plots/provenance/net.json", "dvc repro"),
    ],
)
def test_a_missing_file_is_pulled_where_every_clone_can_have_it_and_made_elsewhere(
    path: str, way: str
) -> None:
    assert str(checksums.missing(Path(path))) == f"{path} is missing. Run: {way}"
