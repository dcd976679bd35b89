"""The catalog is complete, read strictly, and knows torchvision's networks as torchvision does."""

import csv
from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
from torchvision import models

from stages.core import files
from stages.core.errors import ParamsError
from stages.core.params import load_section
from stages.download.params import DownloadParams
from stages.sources import catalog, networks, torchvision_table
from tests.sources import torchvision_registry

MADE_FROM = "0.29.1"  # the torchvision that requirements-inference.txt pins
KNOWN = catalog.read_catalog()


def test_the_quick_input_is_the_published_one(mirror: Path) -> None:
    backbones = [networks.find_backbone(name, KNOWN).file for name in KNOWN.backbones]
    for file in (*KNOWN.datasets["cifar10-5k"].files, *backbones):
        assert files.sha256(mirror / file.name) == file.sha256
        assert (mirror / file.name).stat().st_size == file.size


def test_the_official_archive_has_four_sources_the_slow_one_last() -> None:
    (archive,) = KNOWN.datasets["cifar10"].files
    hosts = [url.split("/")[2] for url in archive.urls]
    assert hosts == [
        "zenodo.org",
        "air-example-data.s3.amazonaws.com",
        "storage.googleapis.com",
        "www.cs.toronto.edu",
    ]
    assert archive.size == 170_498_071


@pytest.mark.parametrize("name", KNOWN.datasets)
def test_every_file_of_a_data_set_is_served_under_its_own_name(name: str) -> None:
    for file in KNOWN.datasets[name].files:
        assert all(url.partition("?")[0].endswith(f"/{file.name}") for url in file.urls)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("size: 153012", "size: many", "datasets.cifar10-5k.labels.size is 'many'"),
        ("size: 153012", "size: 0", "labels.size is 0"),
        ("sha256: f8e4cced", "sha256: F8E4CCED", "labels.sha256"),
        ("    classes: 10\n", "", "datasets.cifar10-5k.classes is missing"),
        ("    classes: 10\n", "    classes: 10\n    colour: red\n", "colour is not a known key"),
        ("name: cifar10_labels.js", "name: ../labels.js", "labels.name"),
        ("  resnet18-pqf:", "  ../resnet18:", "backbones"),
        ("  resnet18-pqf:", "  resnet18/pqf:", "backbones"),
        ("- https://zenodo", "- ftp://zenodo", "archive.urls.0"),
        ("format: convnetjs", "format: zip", "datasets.cifar10-5k"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    text = catalog.CATALOG.read_text(encoding="utf-8")
    assert old in text
    Path("catalog.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParamsError) as raised:
        catalog.read_catalog(Path("catalog.yaml"))
    assert str(raised.value).startswith("catalog.yaml:")
    assert told in str(raised.value)


def test_an_unknown_data_set_is_refused_with_file_and_line() -> None:
    Path("params.yaml").write_text("\ndownload:\n  dataset: cifar100\n", encoding="utf-8")
    with pytest.raises(ParamsError) as raised:
        load_section("download", DownloadParams)
    assert str(raised.value) == (
        "params.yaml:3: download.dataset: 'cifar100' is not in the catalog; "
        "allowed: cifar10-5k, cifar10."
    )


def test_the_networks_of_the_catalog_come_first() -> None:
    found = networks.find_backbone("resnet50-pqf", KNOWN)
    assert (found.format, found.architecture, found.input_size) == ("pqf", "resnet50", None)
    assert found.mean == (0.485, 0.456, 0.406)


def test_a_network_of_torchvision_is_found_by_its_weight_name() -> None:
    found = networks.find_backbone("ResNet50_Weights.IMAGENET1K_V1", KNOWN)
    assert (found.format, found.architecture) == ("torchvision", "resnet50")
    assert found.title == "torchvision's ResNet50_Weights.IMAGENET1K_V1 (76.1 % ImageNet top-1)"
    assert found.file.urls == ("https://download.pytorch.org/models/resnet50-0676ba61.pth",)
    assert found.file.size == 102_530_333
    assert found.file.sha256 == "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"


def test_every_network_of_torchvision_makes_a_valid_backbone() -> None:
    names = [row["name"] for row in torchvision_table.read_rows()]
    assert len(names) == len(set(names)) == 114
    for name in names:
        assert networks.find_backbone(name, KNOWN).file.slack in (0, catalog.SLACK)


def test_the_same_network_looked_at_in_another_way_has_a_name_of_its_own() -> None:
    usual, bicubic = (
        networks.find_backbone(name, KNOWN) for name in ("resnet50-pqf", "resnet50-pqf-bicubic")
    )
    assert bicubic.resizing.model_dump() == {
        "documented": {"size": 224, "interpolation": "bilinear"},
        "stated": {"size": None, "interpolation": "bicubic", "crop": None},
    }
    assert "bicubic" in bicubic.title
    same = ("architecture", "format", "licence", "notice", "mean", "std", "file")
    assert all(getattr(usual, key) == getattr(bicubic, key) for key in same)


def test_an_entry_that_is_like_one_that_is_like_another_is_refused() -> None:
    second = KNOWN.backbones["resnet50-pqf-bicubic"].model_copy(
        update={"like": "resnet50-pqf-bicubic"}
    )
    known = KNOWN.model_copy(update={"backbones": {**KNOWN.backbones, "second": second}})
    with pytest.raises(ParamsError, match="second is like resnet50-pqf-bicubic, which is like an"):
        networks.find_backbone("second", known)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("resnet50_weights.imagenet1k_v2", "nearest: ResNet50_Weights.IMAGENET1K_V2, "),
        ("resnet50", "nearest: resnet50-pqf, "),
        ("ResNet50_Weights.DEFAULT", "nearest: ResNet50_Weights.IMAGENET1K_V"),
    ],
)
def test_an_unknown_network_brings_up_its_neighbours(name: str, near: str) -> None:
    with pytest.raises(ParamsError) as raised:
        networks.find_backbone(name, KNOWN)
    assert near in str(raised.value)
    listed = "resnet50-pqf, resnet18-pqf, resnet50-pqf-bicubic, resnet18-pqf-bicubic"
    assert f"allowed: {listed}, and the 114 weight names in" in str(raised.value)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", ".", "a/b", "resnet50-pqf "])
def test_a_name_that_is_not_in_the_lists_never_becomes_a_path(name: str) -> None:
    with pytest.raises(ParamsError, match="is not known"):
        networks.find_backbone(name, KNOWN)


def test_the_table_of_torchvision_is_what_torchvision_says() -> None:
    """Another version may know more or fewer networks; those known to both must be equal."""
    with torchvision_table.TABLE.open(encoding="utf-8", newline="") as file:
        header, *written = (tuple(row) for row in csv.reader(file))
    ours = {row[0]: row for row in written}
    theirs = {row[0]: row for row in torchvision_registry.rows()}
    assert header == torchvision_table.HEADER
    if torchvision.__version__.split("+")[0] == MADE_FROM:
        assert list(ours) == list(theirs)
    assert len(ours.keys() & theirs.keys()) > 100
    assert [n for n in ours if n in theirs and ours[n] != theirs[n]] == []


def build(row: dict[str, str]) -> Any:
    """The network without its weights, and without memory for them."""
    size = {"image_size": int(row["input_size"])} if row["builder"].startswith("vit_") else {}
    quiet = {"init_weights": False} if row["builder"] in ("googlenet", "inception_v3") else {}
    with torch.device("meta"):
        return models.get_model(row["builder"], weights=None, **size, **quiet).eval()


@pytest.mark.parametrize(
    ("builder", "one_size"),
    [
        ("vit_b_16", True),
        ("maxvit_t", True),
        ("swin_t", False),
        ("swin_v2_t", False),
        ("inception_v3", False),
        ("convnext_tiny", False),
    ],
)
def test_the_kinds_of_network_that_take_one_size_only_are_marked(
    builder: str, one_size: bool
) -> None:
    """Each is given images with 32 pixels more than its recipe's."""
    row = next(row for row in torchvision_table.read_rows() if row["builder"] == builder)
    assert bool(row["input_size"]) == one_size
    side = int(row["input_size"] or 224) + 32
    with torch.device("meta"):
        network, larger = build(row), torch.empty(1, 3, side, side)
    if one_size:
        with pytest.raises((AssertionError, RuntimeError)):
            network(larger)
    else:
        assert network(larger).shape == (1, 1000)


@pytest.mark.parametrize("builder", torchvision_registry.RENORMALISED)
def test_these_builders_renormalise_imagenets_input_to_a_half(builder: str) -> None:
    """Built with weights, that is; (x − mean)/std then becomes (x − .5)/.5."""
    rows = {row["builder"]: row for row in torchvision_table.read_rows()}
    network = build(rows[builder])
    assert network.transform_input is False
    network.transform_input = True
    pixels = torch.rand(1, 3, 8, 8)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    seen = network._transform_input((pixels - mean) / std)
    assert rows[builder]["mean"] == rows[builder]["std"] == "0.5 0.5 0.5"
    torch.testing.assert_close(seen, (pixels - 0.5) / 0.5)
