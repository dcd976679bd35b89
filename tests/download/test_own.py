"""Data of one's own, from a folder on this machine to the files that later stages read."""

import hashlib
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from stages.core import arrays, files, paths
from stages.core.errors import DataError, ParamsError, StageError
from stages.download import stage, unpacked
from stages.sources import entries
from tests.download import examples, pictures
from tests.download.pictures import BLUE, GREEN, RED, plain
from tests.sources.loopback import Loopback, Served

CONTENTS = {
    "train/cat/a.png": plain(RED),
    "train/dog/a.png": plain(BLUE),
    "test/cats/b.png": pictures.encode(Image.new("L", (4, 8))),
    "test/dog/b.png": plain(GREEN),
}
FOLDER = Path("elsewhere/pets")


@pytest.fixture(autouse=True)
def pets(checkout: Path) -> None:
    pictures.write(FOLDER, CONTENTS)
    offer(pictures.entry().model_dump(mode="json"))


def offer(entry: dict[str, Any], folder: Path = FOLDER) -> None:
    (entries.DATASETS / "pets.yaml").write_text(json.dumps(entry), encoding="utf-8")
    text = f"backbones:\n  - any\ndownload:\n  dataset: pets\n  folder: {folder}\n"
    paths.PARAMS.write_text(text, encoding="utf-8")


def hash_by_hand() -> str:
    """What `find … | sort | xargs sha256sum | sha256sum` prints of the folder."""
    lines = [f"{hashlib.sha256(CONTENTS[name]).hexdigest()}  {name}\n" for name in sorted(CONTENTS)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_folder_of_pictures_becomes_images_labels_and_a_provenance(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    stage.main()
    assert arrays.read_images(paths.images("train")).shape == (2, 8, 8, 3)
    assert arrays.read_labels(paths.labels("test"), 2).tolist() == [0, 1]
    told = files.read_map(paths.IMAGES / paths.PROVENANCE)
    assert told["files"] == {"folder": hash_by_hand()}
    assert told["classes"] == ["cat", "dog"]
    assert told["pictures"] == {
        "side": 8,
        "fit": "pad",
        "background": [255, 255, 255],
        "changed": {"train": {}, "test": {"grey": 1, "resized": 1}},
    }
    assert caplog.messages == ["pets: 2 training and 2 test images, 1 grey, 1 resized"]


def listed(**changes: str) -> None:
    """An entry with a list of the folder's files, and perhaps with another hash or other names."""
    rows = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
    rows = {**rows, **changes}
    lines = [f"{name},{sha256},{len(CONTENTS.get(name, b''))}" for name, sha256 in rows.items()]
    Path("list.csv").write_text("\n".join(["path,sha256,size", *lines, ""]), encoding="utf-8")
    stated = {"path": "list.csv", "sha256": files.sha256(Path("list.csv"))}
    offer({**pictures.entry().model_dump(mode="json"), "listed": stated})


def test_the_files_are_those_of_a_list() -> None:
    listed()
    stage.main()
    assert paths.images("test").exists()


def test_another_file_than_the_listed_one_is_told() -> None:
    listed(**{"test/dog/b.png": "0" * 64})
    with pytest.raises(DataError, match=r"^elsewhere/pets/test/dog/b\.png is not the file that li"):
        stage.main()


def test_a_listed_file_that_is_missing_is_told() -> None:
    listed(**{"test/dog/c.png": "0" * 64})
    with pytest.raises(
        DataError, match=r"^elsewhere/pets/test/dog/c\.png is missing, and list\.cs"
    ):
        stage.main()


def test_a_file_that_is_not_listed_is_told() -> None:
    listed()
    (FOLDER / "new.png").write_bytes(b"x")
    with pytest.raises(
        DataError, match=r"^elsewhere/pets/new\.png is one of 1 files that list\.cs"
    ):
        stage.main()


def test_a_list_that_is_none_is_told_with_its_line() -> None:
    listed(**{"test/dog/b.png": "no hash"})
    with pytest.raises(DataError, match=r"^list\.csv:5: sha256 is 'no hash', size '\d+'; wanted: "):
        stage.main()


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("datasets/none.txt", "download.folder is datasets/none.txt, and pets is read from a fold"),
        ("no/such", "download.folder is no/such, which is no folder on this machine. Run: dvc exp"),
    ],
)
def test_a_folder_that_is_not_there_is_told(folder: str, told: str) -> None:
    offer(pictures.entry().model_dump(mode="json"), Path(folder))
    with pytest.raises(ParamsError) as raised:
        stage.main()
    assert str(raised.value).startswith(f"params.yaml: {told}")


def test_a_published_folder_is_fetched_picture_by_picture(loopback: Loopback) -> None:
    """Its list says which there are; nothing lies in download.folder."""
    test = {name: content for name, content in CONTENTS.items() if name.startswith("test")}
    address, _ = (loopback.serve(name, Served(body)) for name, body in test.items())
    rows = [f"{n},{hashlib.sha256(b).hexdigest()},{len(b)}" for n, b in test.items()]
    Path("list.csv").write_text("\n".join(["path,sha256,size", *rows, ""]), encoding="utf-8")
    stated = {
        "train": None,
        "listed": {"path": "list.csv", "sha256": files.sha256(Path("list.csv"))},
        "published": {
            "folder": "p",
            "address": address.removesuffix("test/cats/b.png"),
        },
    }
    offer(pictures.entry(**stated).model_dump(mode="json"), Path("datasets/none.txt"))
    stage.main()
    assert arrays.read_labels(paths.labels("test"), 2).tolist() == [0, 1]
    assert len(loopback.asked) == 2


def test_a_published_folder_is_read_from_a_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    listed()
    entry = json.loads((entries.DATASETS / "pets.yaml").read_text(encoding="utf-8"))
    entry["published"] = {"folder": "pets", "address": "http://127.0.0.1:9/"}
    offer(entry, Path("datasets/none.txt"))
    monkeypatch.setenv("DATA_MIRROR", "elsewhere")
    stage.main()
    assert arrays.read_labels(paths.labels("train"), 2).tolist() == [0, 1]


BATCHES = {
    "title": "mine", "format": "batches", "classes": 10, "licence": "x", "citation": "x",
    "label_key": "labels", "test": ["batch"],
}  # fmt: skip


def test_batches_of_todays_python_are_read() -> None:
    pixels, labels = examples.random_batch(1, 3)
    content = pickle.dumps({"data": pixels, "labels": labels}, protocol=5)
    pictures.write(FOLDER, {"batch": content})
    offer(BATCHES)
    stage.main()
    assert arrays.read_labels(paths.labels("test"), 10).tolist() == labels
    assert arrays.read_images(paths.images("train")).shape == (0, 32, 32, 3)


def test_a_batch_that_is_missing_is_told() -> None:
    offer(BATCHES)
    with pytest.raises(DataError, match=r"^elsewhere/pets/batch cannot be read \(No such file"):
        stage.main()


def unpack(folder: Path) -> dict[str, Any]:
    """The members of an archive in a folder, and an entry whose archive nobody serves."""
    entry = examples.official_dataset(examples.file_of(b"x"))
    contents = {
        name: examples.python2_batch(*examples.random_batch(n, n))
        for n, name in enumerate((*entry.train, *entry.test), start=1)
    }
    pictures.write(folder, contents)
    md5s = {
        name: hashlib.md5(content, usedforsecurity=False).hexdigest()
        for name, content in contents.items()
    }
    return {**entry.model_dump(), "unpacked": md5s}


@pytest.mark.parametrize("place", ["mirror", "work/downloads"])
def test_torchvisions_unpacked_folder_stands_for_the_archive(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mirror").mkdir()
    monkeypatch.setenv("DATA_MIRROR", "mirror")
    offer(unpack(Path(place)))
    stage.main()
    labels = examples.random_batch(1, 1)[1] + examples.random_batch(2, 2)[1]
    assert arrays.read_labels(paths.labels("train"), 10).tolist() == labels
    told = files.read_map(paths.IMAGES / paths.PROVENANCE)["files"]
    assert sorted(told) == [*examples.MEMBERS, examples.TEST_MEMBER]


def test_a_damaged_member_is_told() -> None:
    entry = unpack(Path("work/downloads"))
    (Path("work/downloads") / examples.TEST_MEMBER).write_bytes(b"x")
    with pytest.raises(StageError, match=r"test_batch is not the published file: its MD5 is 9dd4e"):
        unpacked.find_members(entry["unpacked"])


def test_the_md5s_of_cifar10_are_those_of_torchvision() -> None:
    from torchvision.datasets import CIFAR10

    theirs = {f"cifar-10-batches-py/{n}": md5 for n, md5 in CIFAR10.train_list + CIFAR10.test_list}
    cifar10 = entries.read_dataset("cifar10")
    assert isinstance(cifar10, entries.Official)
    assert cifar10.unpacked == theirs
