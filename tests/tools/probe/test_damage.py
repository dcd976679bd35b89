"""After a command of DVC that failed: what is damaged is named, with the command to type."""

import subprocess
from pathlib import Path

import pytest

from stages.core.errors import DataError
from tools.probe import damage

OBJECTS = ("bundle/files/md5/43/8f4a", "bundle/files/md5/54/6666")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two committed objects."""
    monkeypatch.chdir(tmp_path)
    for name in OBJECTS:
        Path(name).parent.mkdir(parents=True)
        Path(name).write_text("content", encoding="utf-8")
    for words in ("init -q", "add .", "-c user.name=a -c user.email=a@b commit -q -m c"):
        subprocess.run(["git", *words.split()], check=True)
    return tmp_path


def test_a_whole_bundle_is_not_blamed() -> None:
    with pytest.raises(SystemExit) as caught:
        damage.main()
    assert caught.value.code == 1


def test_an_object_that_dvc_deleted_is_named() -> None:
    Path(OBJECTS[0]).unlink()
    with pytest.raises(DataError) as caught:
        damage.main()
    assert str(caught.value) == (
        "bundle/files/md5/43/8f4a was damaged, and is gone if DVC noticed. Run: git checkout bundle"
    )


def test_several_damaged_objects_are_counted() -> None:
    for name in OBJECTS:
        Path(name).write_text("other", encoding="utf-8")
    with pytest.raises(DataError, match=r"^bundle/files/md5/43/8f4a and 1 more was damaged"):
        damage.main()


def test_without_git_nothing_is_said(folder: Path) -> None:
    Path(OBJECTS[0]).unlink()
    (folder / ".git").rename(folder / "elsewhere")
    with pytest.raises(SystemExit) as caught:
        damage.main()
    assert caught.value.code == 1


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        (damage.RWLOCK, '{"a": ', r"^\.dvc/tmp/rwlock is damaged\. .* type: rm \.dvc/tmp/rwlock$"),
        (damage.RWLOCK, "", "^.dvc/tmp/rwlock is damaged"),
        (damage.LOCK, "stages:\n  map: {", r"^dvc\.lock is damaged\. Run: git checkout dvc\.lock$"),
        (damage.LOCK, "stages:\n  map:\n", "^dvc.lock is damaged"),
        (damage.LOCK, "", "^dvc.lock is damaged"),
    ],
)
def test_a_damaged_file_of_dvc_is_named(path: Path, content: str, told: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        damage.main()
