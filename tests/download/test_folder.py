"""A place in the folder says split and label, and says them again when others are added."""

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from stages.core import paths
from stages.core.errors import DataError
from stages.download import dataset, folder, listing
from stages.download.splits import Split
from tests.download import pictures
from tests.download.pictures import BLUE, GREEN, RED, entry, plain

PETS = Path("pets")
SPLITS = {
    "train/cat/a.png": plain(RED),
    "train/dog/b.PNG": plain(BLUE),
    "test/cats/a.png": plain(RED, 1),
    "test/dog/deep/c.png": plain(GREEN),
}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(contents: dict[str, bytes], **changes: Any) -> dict[paths.Split, Split]:
    pictures.write(PETS, contents)
    found = listing.list_files(PETS, "pets")
    return dataset.read_own(entry(**changes), PETS, found, listing.hash_files(found))


def test_folders_say_split_and_label() -> None:
    splits = read(SPLITS)
    assert splits["train"].labels.tolist() == [0, 1]
    assert splits["test"].labels.tolist() == [0, 1]
    assert splits["train"].images[:, 7, 7].tolist() == [[*RED], [*BLUE]]
    assert splits["test"].images[1, 7, 7].tolist() == [*GREEN]


def test_without_a_folder_of_training_images_there_are_none() -> None:
    splits = read(SPLITS, train=None)
    assert splits["train"].images.shape == (0, 8, 8, 3)
    assert splits["test"].labels.tolist() == [0, 1]


def test_class_folders_may_lie_in_the_folder_itself() -> None:
    splits = read({"cat/a.png": plain(RED), "dog/a.png": plain(BLUE)}, train=None, test=".")
    assert splits["test"].labels.tolist() == [0, 1]


HELD = {f"{name}/{n}.png": plain(RED, n) for name in ("cats", "dog") for n in range(40)}
NO_FOLDERS: dict[str, Any] = {"train": None, "test": None, "held_out": 0.25}


def test_a_picture_stays_in_its_split_when_others_come_or_its_folder_is_renamed() -> None:
    def held_out(names: list[str]) -> set[str]:
        found = folder.assign(entry(**NO_FOLDERS), {name: PETS / name for name in names})
        return {each.name.replace("cats/", "cat/") for each in found if each.split == "test"}

    few = [name for name in HELD if "1" in name]
    renamed = [name.replace("cats/", "cat/") for name in few]
    assert held_out(few) == held_out(renamed) == held_out(list(HELD)) & set(renamed)


def test_the_share_that_is_held_out_is_drawn_from_the_names_hash() -> None:
    first = hashlib.sha256(b"cat/a.png").hexdigest()[:12]
    assert folder.draw("cat/a.png") == int(first, 16) / 2**48
    assert 2300 < sum(folder.draw(f"cat/{n}.png") < 0.25 for n in range(10_000)) < 2700


def test_files_of_other_kinds_are_left_out_with_a_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    splits = read({**SPLITS, "test/cats/notes.txt": b"x", "readme.md": b"x", ".x/y.png": b"x"})
    assert len(splits["test"].labels) == 2
    assert caplog.messages == ["2 files are no pictures of it, such as pets/readme.md"]


def test_a_test_image_that_is_a_training_image_too_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    read({**SPLITS, "test/dog/again.png": SPLITS["train/cat/a.png"]})
    assert caplog.messages == [
        "Test images that are training images, too, so that their scores are no test: "
        "test/dog/again.png = train/cat/a.png"
    ]


@pytest.mark.parametrize(
    ("contents", "changes", "told"),
    [
        ({"test/bird/a.png": plain(RED)}, {},
         "pets/test/bird/a.png: no class of the entry is called 'bird'; allowed: cat (or cats), "
         "dog. Rename the folder, or write its name behind its class in the entry."),
        ({"test/a.png": plain(RED)}, {},
         "pets/test/a.png is in no folder of a class; allowed: cat (or cats), dog. Move it into "
         "one."),
        ({}, {"test": "val"},
         "there are no test images; they would be in val/CLASS/. Put them there, or correct `test` "
         "in the entry."),
        ({"test/dog/x.jpg": b"x", "test/dog/y.jpg": b"y"}, {},
         "pets/test/dog/x.jpg cannot be read (cannot identify image file); allowed: a whole BMP, "
         "JPEG, PNG or WebP picture of 8 bits a channel, RGB, grey, palette or CMYK. "
         "pets/test/dog/y.jpg cannot be read "),
    ],
)  # fmt: skip
def test_a_folder_that_does_not_fit_is_told(
    contents: dict[str, bytes], changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(DataError) as raised:
        read({**SPLITS, **contents}, **changes)
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize(
    ("name", "target", "told"),
    [
        ("train/dog2", "../../other", "is a link to a folder, and DVC follows links to files alo"),
        ("train/dog/c.png", "nowhere", "is a link to nothing, and DVC follows links to files alo"),
        ("train/dog/caf\udce9.png", "b.PNG", "has a name with signs that are no letters. Rename"),
    ],
)
def test_what_would_be_left_out_in_silence_is_told(name: str, target: str, told: str) -> None:
    pictures.write(Path("other"), {"a.png": plain(RED)})
    pictures.write(PETS, SPLITS)
    (PETS / name).symlink_to(target)
    with pytest.raises(DataError) as raised:
        listing.list_files(PETS, "pets")
    assert str(raised.value).startswith(f"{PETS / name} {told}")


def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the test may read everything, the system's answer is played."""
    pictures.write(PETS, SPLITS)
    scandir = os.scandir

    def refuse(place: str) -> Any:
        if str(place).endswith("dog"):
            raise PermissionError(errno.EACCES, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(DataError, match=r"^pets/t\w+/dog cannot be read \(Permission denied\)"):
        listing.list_files(PETS, "pets")


def test_a_class_without_a_picture_is_told(caplog: pytest.LogCaptureFixture) -> None:
    read({name: content for name, content in SPLITS.items() if name != "train/dog/b.PNG"})
    assert caplog.messages == ["There are no training images of dog."]


def test_nothing_held_out_is_told() -> None:
    with pytest.raises(DataError, match=r"^there are no test images; held_out is 0\.01\. Add pict"):
        read({"cat/a.png": plain(RED), "dog/a.png": plain(BLUE)}, **NO_FOLDERS | {"held_out": 0.01})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"classes": {"cat": []}}, "there are 1; allowed: 2 to 1000 classes"),
        ({"classes": {"cat": ["dog"], "dog": []}}, "'dog' is the name of two classes"),
        ({"test": None}, "state one of the two"),
        ({"held_out": 0.5}, "state one of the two"),
        ({"test": None, "held_out": 0.5}, "take out train"),
        ({"test": "../other"}, "is not inside of download.folder"),
    ],
)
def test_an_entry_that_means_nothing_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        entry(**changes)
