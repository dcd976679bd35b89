"""One flipped bit, one missing file, one stranger: each is named with the command that mends it."""

import subprocess
from pathlib import Path

import pytest

from stages.core import checksums, files, paths
from stages.core.errors import DataError

pytestmark = pytest.mark.sums

SCORES = paths.scores("net")
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """data/scores/net as `map` leaves it, and labels."""
    monkeypatch.chdir(tmp_path)
    with files.new_folder(SCORES) as new:
        for name in ("dev/a.npz", "test/a.npz", "provenance.json"):
            files.write_text(new / name, f"of {name}")
    paths.LABELS.mkdir()
    paths.labels("test").write_bytes(b"abc")
    files.write_sums(paths.labels("test"))


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def told(path: Path) -> str:
    """What is said of the folder or of the single file."""
    check = checksums.check_folder if path.is_dir() else checksums.check_file
    with pytest.raises(DataError) as caught:
        check(path)
    return str(caught.value)


def test_what_is_as_written_passes_and_sha256sum_agrees() -> None:
    checksums.check_folder(SCORES)
    checksums.check_file(paths.labels("test"))
    assert paths.labels("test").with_name("test.npy.sha256").read_text() == f"{ABC}  test.npy\n"
    for folder, name in ((SCORES, "SHA256SUMS"), (paths.LABELS, "test.npy.sha256")):
        subprocess.run(["sha256sum", "--check", "--strict", name], cwd=folder, check=True)


@pytest.mark.parametrize("bit", range(0, 80, 4))
def test_one_flipped_bit_is_named_with_the_command_that_mends_it(bit: int) -> None:
    flip(SCORES / "dev/a.npz", bit)
    assert told(SCORES) == (
        "data/scores/net/dev/a.npz does not have the SHA-256 that data/scores/net/SHA256SUMS "
        "lists. Run: rm -f data/scores/net/dev/a.npz data/scores/net/SHA256SUMS && dvc pull"
    )


@pytest.mark.parametrize("bit", range(24))
def test_a_flipped_bit_of_a_single_file_is_named(bit: int) -> None:
    flip(paths.labels("test"), bit)
    assert told(paths.labels("test")).startswith("data/labels/test.npy does not have the SHA-256")


@pytest.mark.parametrize("bit", range(0, 8 * 66, 17))
def test_a_flipped_bit_of_the_list_is_no_excuse(bit: int) -> None:
    flip(SCORES / "SHA256SUMS", bit)
    assert "Run: rm -f data/scores/net/" in told(SCORES)


@pytest.mark.parametrize("end", [b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\r", b""])
def test_a_line_of_the_list_has_one_end_and_no_other(end: bytes) -> None:
    content = (SCORES / "SHA256SUMS").read_bytes()
    for place in (content.index(b"\n"), len(content) - 1):
        (SCORES / "SHA256SUMS").write_bytes(content[:place] + end + content[place + 1 :])
        assert "data/scores/net/" in told(SCORES)


def test_missing_files_and_strangers_are_named() -> None:
    files.write_text(SCORES / "dev/b.npz", "of a strategy that was dropped")
    assert told(SCORES).startswith("data/scores/net/dev/b.npz is not among the files that data/")
    (SCORES / "dev/b.npz").unlink()
    (SCORES / "dev/a.npz").unlink()
    assert told(SCORES).startswith("data/scores/net/dev/a.npz is missing, though data/scores/net/")


def test_hidden_files_of_the_system_are_no_strangers() -> None:
    (SCORES / ".DS_Store").touch()
    checksums.check_folder(SCORES)


@pytest.mark.parametrize("content", [b"", b"no list", b"\xff\xfe", b"00  a\n"])
def test_a_list_that_is_none_is_named(content: bytes) -> None:
    (SCORES / "SHA256SUMS").write_bytes(content)
    assert told(SCORES).startswith("data/scores/net/SHA256SUMS is no")


def test_what_was_never_written_says_how_to_have_it() -> None:
    (SCORES / "SHA256SUMS").unlink()
    assert told(SCORES) == "data/scores/net/SHA256SUMS is missing. Run: dvc pull, or: dvc repro"
    with pytest.raises(DataError, match=r"data/tensors is missing\. Run: dvc repro$"):
        checksums.check_folder(paths.TENSORS)


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("data/labels/test.npy", "rm -f data/labels/test.npy && dvc pull"),
        ("data/logits/net/test.safetensors", "rm -f data/logits/net/test.safetensors && dvc pull"),
        ("data/images/test.npy", "dvc repro -f -s download"),
        ("data/weights/net/provenance.json", "dvc repro -f -s weights"),
        ("data/tensors/train.npy", "dvc repro -f -s preprocess"),
        ("metrics/net/zero_shot/a.json", "dvc repro -f -s evaluate"),
        ("plots/accuracy/net.csv", "dvc repro -f -s evaluate"),
        ("plots/sensitivity/shares.csv", "dvc repro -f -s sensitivity"),
        ("plots/study/costs.csv", "dvc repro -f -s study"),
    ],
)
def test_each_file_is_mended_by_the_stage_that_writes_it(path: str, command: str) -> None:
    assert paths.remedy(Path(path)) == command
