"""Both front doors, from the network to the files that later stages read."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import models

from stages.core import arrays, files, paths
from stages.core.errors import DataError, ParamsError, SourceError
from stages.download import stage as images
from stages.sources import entries
from stages.sources.entries import Dataset
from stages.weights import stage as weights
from tests.download import examples
from tests.sources.loopback import Loopback, Served

PARAMS = "backbones:\n  - any\ndownload:\n  dataset: small\n  folder: datasets/none.txt\n"


@pytest.fixture(autouse=True)
def params_file(checkout: Path) -> None:
    Path("params.yaml").write_text(PARAMS, encoding="utf-8")


def offer(dataset: Dataset) -> None:
    """Write the entry of a data set, under the name that params.yaml says."""
    text = json.dumps(dataset.model_dump())  # JSON is YAML
    (entries.DATASETS / "small.yaml").write_text(text, encoding="utf-8")


def written() -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in paths.DATA.rglob("*") if p.is_file()}


def test_the_official_archive_becomes_images_and_labels(loopback: Loopback) -> None:
    """Four sources behind one hash: gone, wrong, breaking off, and one that goes on from there."""
    body = examples.official_archive()
    urls = (
        loopback.serve("gone", Served(body, statuses=[404])),
        loopback.serve("wrong", Served(body[::-1])),
        loopback.serve("breaks", Served(body, breaks=[8192] * 2, statuses=[503])),
    )
    archive = examples.file_of(body, *urls, name="cifar-10-python.tar.gz")
    offer(examples.official_dataset(archive))
    images.main()
    train = arrays.read_images(paths.images("train"))
    assert train.shape == (5, 32, 32, 3)
    assert arrays.read_images(paths.images("test")).shape == (4, 32, 32, 3)
    labels = examples.random_batch(3, 3)[1] + examples.random_batch(2, 2)[1]
    assert arrays.read_labels(paths.labels("train"), 10).tolist() == labels
    assert arrays.read_labels(paths.labels("test"), 10).tolist() == examples.random_batch(4, 4)[1]
    assert set(written()) == {
        "data/images/SHA256SUMS",
        "data/images/provenance.json",
        "data/images/test.npy",
        "data/images/train.npy",
        "data/labels/test.npy",
        "data/labels/test.npy.sha256",
        "data/labels/train.npy",
        "data/labels/train.npy.sha256",
    }


def test_provenance_names_the_source_and_the_images_by_hash(loopback: Loopback) -> None:
    body = examples.official_archive()
    archive = examples.file_of(body, loopback.serve("x", Served(body)), name="a.tar.gz")
    offer(examples.official_dataset(archive))
    images.main()
    told = json.loads((paths.IMAGES / "provenance.json").read_text(encoding="utf-8"))
    assert told["dataset"] == "small"
    assert told["title"] == "CIFAR-10, a little of it"
    assert told["licence"] == "none"
    assert told["citation"] == "Krizhevsky (2009)"
    assert told["files"] == {"a.tar.gz": hashlib.sha256(body).hexdigest()}
    for split in ("train", "test"):
        content = paths.images(split).read_bytes()
        assert told["images_sha256"][split] == hashlib.sha256(content).hexdigest()


def test_a_data_set_without_training_images_has_empty_ones(loopback: Loopback) -> None:
    body = examples.official_archive()
    archive = examples.file_of(body, loopback.serve("x", Served(body)), name="a.tar.gz")
    text = json.dumps(examples.official_dataset(archive).model_dump(exclude={"train"}))
    (entries.DATASETS / "small.yaml").write_text(text, encoding="utf-8")
    images.main()
    assert arrays.read_images(paths.images("train")).shape == (0, 32, 32, 3)
    assert arrays.read_labels(paths.labels("train"), 10).tolist() == []
    assert arrays.read_labels(paths.labels("test"), 10).tolist() == examples.random_batch(4, 4)[1]


def join_small(loopback: Loopback, **parts: str) -> None:
    """Two archives, whose entries are `first` and `second`, and params.yaml with both, joined."""
    second = {examples.TEST_MEMBER: examples.python2_batch(*examples.random_batch(9, 2))}
    bodies = {"first": examples.official_archive(), "second": examples.archive_of(second)}
    for name, body in bodies.items():
        archive = examples.file_of(body, loopback.serve(name, Served(body)), name=f"{name}.tar.gz")
        entry = examples.official_dataset(archive).model_dump() | {"title": name, "licence": name}
        (entries.DATASETS / f"{name}.yaml").write_text(
            json.dumps(entry | ({"train": []} if name == "second" else {})), encoding="utf-8"
        )
    joined = {"format": "joined", "title": "both", "train": "first", "test": "second"} | parts
    (entries.DATASETS / "small.yaml").write_text(json.dumps(joined), encoding="utf-8")


def test_test_images_may_be_those_of_another_data_set(loopback: Loopback) -> None:
    join_small(loopback)
    images.main()
    assert len(arrays.read_images(paths.images("train"))) == 5
    assert arrays.read_labels(paths.labels("test"), 10).tolist() == examples.random_batch(9, 2)[1]
    told = json.loads((paths.IMAGES / "provenance.json").read_text(encoding="utf-8"))
    assert (told["dataset"], told["title"]) == ("small", "both")
    assert told["licence"] == "training images: first; test images: second"
    for split, part in (("train", "first"), ("test", "second")):
        sha256 = hashlib.sha256((paths.IMAGES / f"{split}.npy").read_bytes()).hexdigest()
        assert told["images_sha256"][split] == sha256
        assert told["parts"][split]["dataset"] == part
        assert told["parts"][split]["images_sha256"] == {split: sha256}
        assert list(told["parts"][split]["files"]) == [f"{part}.tar.gz"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"train": "second"}, "train is second, which has no training images."),
        ({"test": "small"}, "test is small, which joins others; wanted: one with images."),
        ({"test": "secnd"}, "test: 'secnd' has no entry; nearest: second; "),
    ],
)
def test_a_part_that_does_not_fit_is_refused(
    loopback: Loopback, parts: dict[str, str], told: str
) -> None:
    join_small(loopback, **parts)
    with pytest.raises(ParamsError) as raised:
        images.main()
    assert str(raised.value).startswith(f"datasets/small.yaml: {told}")


def test_joined_data_sets_have_the_same_number_of_classes(loopback: Loopback) -> None:
    join_small(loopback)
    path = entries.DATASETS / "second.yaml"
    path.write_text(path.read_text().replace('"classes": 10', '"classes": 4'), encoding="utf-8")
    with pytest.raises(ParamsError, match="joins first, which has 10 classes, and second, which"):
        images.main()


def test_a_second_run_fetches_nothing_and_writes_the_same_bytes(loopback: Loopback) -> None:
    body = examples.official_archive()
    archive = examples.file_of(body, loopback.serve("x", Served(body)), name="a.tar.gz")
    offer(examples.official_dataset(archive))
    images.main()
    first = written()
    images.main()
    assert written() == first
    assert len(loopback.asked) == 1


@pytest.mark.parametrize("label", [10, 11])
def test_a_bad_input_leaves_no_output(loopback: Loopback, label: int) -> None:
    batch = examples.python2_batch(np.zeros((1, 3072), np.uint8), [label])
    names = (*examples.MEMBERS, examples.TEST_MEMBER)
    body = examples.archive_of(dict.fromkeys(names, batch))
    archive = examples.file_of(body, loopback.serve("x", Served(body)), name="a.tar.gz")
    offer(examples.official_dataset(archive))
    with pytest.raises(DataError, match=f"labels from {label}"):
        images.main()
    assert not paths.DATA.exists()


def test_no_source_leaves_no_output() -> None:
    offer(examples.official_dataset(examples.file_of(b"x")))
    with pytest.raises(SourceError, match=r": dvc repro --pull --allow-missing report$"):
        images.main()
    assert not paths.DATA.exists()


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Random weights in torchvision's own file format."""
    path = tmp_path_factory.mktemp("weights") / "any.pth"
    torch.save(models.squeezenet1_1().state_dict(), path)
    return path.read_bytes()


def publish(loopback: Loopback, body: bytes, prefix: str) -> str:
    """Serve a checkpoint as torchvision would, its hash known by 8 digits; returns its name."""
    name = "SqueezeNet1_1_Weights.IMAGENET1K_V1"
    file = f"squeezenet1_1-{prefix}.pth"
    served = loopback.serve(f"models/{file}", Served(body, breaks=[1 << 20]))
    entry = entries.read_network(name).model_dump()
    entry["file"] = {"name": file, "sha256": prefix, "size": len(body) - 300, "urls": [served]}
    (entries.NETWORKS / f"{name}.yaml").write_text(json.dumps(entry), encoding="utf-8")
    return file


def test_a_checkpoint_of_torchvision_arrives_as_published(
    loopback: Loopback, checkpoint: bytes
) -> None:
    sha256 = hashlib.sha256(checkpoint).hexdigest()
    file = publish(loopback, checkpoint, sha256[:8])
    weights.main("SqueezeNet1_1_Weights.IMAGENET1K_V1")
    folder = paths.weights("SqueezeNet1_1_Weights.IMAGENET1K_V1")
    state = torch.load(folder / file, weights_only=True)
    assert state.keys() == models.squeezenet1_1().state_dict().keys()
    told = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert told["sha256"] == sha256
    assert told["file"] == file
    assert (told["architecture"], told["format"]) == ("squeezenet1_1", "torchvision")
    assert told["name"] == "SqueezeNet1_1_Weights.IMAGENET1K_V1"
    assert (told["licence"], told["mean"]) == ("BSD-3-Clause", [0.485, 0.456, 0.406])
    assert sorted(path.name for path in folder.iterdir()) == [
        "SHA256SUMS",
        "provenance.json",
        "resizing.json",
        file,
    ]
    assert files.read_map(folder / "resizing.json") == {
        "documented": {"size": 224, "interpolation": "bilinear"},
        "stated": {},
    }


def test_a_checkpoint_with_another_beginning_of_its_hash_is_refused(
    loopback: Loopback, checkpoint: bytes
) -> None:
    publish(loopback, checkpoint, "00000000")
    with pytest.raises(SourceError, match="sent something else"):
        weights.main("SqueezeNet1_1_Weights.IMAGENET1K_V1")
    assert not paths.DATA.exists()


def test_a_quantised_checkpoint_is_copied_from_the_mirror(
    mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_MIRROR", str(mirror))
    weights.main("resnet18-pqf")
    told = json.loads((paths.weights("resnet18-pqf") / "provenance.json").read_text("utf-8"))
    assert told["title"] == "ResNet-18, product-quantised to 1.7 MB (66.7 % ImageNet top-1)"
    assert "Uber Non-Commercial License" in told["notice"]
    copy = (paths.weights("resnet18-pqf") / "resnet18.pth").read_bytes()
    assert copy == (mirror / "resnet18.pth").read_bytes()
