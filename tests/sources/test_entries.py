"""Entries are complete, read strictly, and know torchvision's networks as torchvision does."""

from pathlib import Path
from typing import Any

import pytest
import torch
import torchvision
import yaml
from torchvision import models

from stages.core import files
from stages.core.errors import ParamsError
from stages.core.params import load_section
from stages.download.params import DownloadParams
from stages.sources import entries
from stages.sources.entries import DATASETS, NETWORKS, Backbone
from stages.sources.file import SLACK, File
from tests.conftest import ROOT
from tests.sources import torchvision_registry

MADE_FROM = "0.29.1"  # the torchvision that requirements-inference.txt pins
QUANTISED = (
    "resnet18-pqf",
    "resnet18-pqf-bicubic",
    "resnet50-pqf",
    "resnet50-pqf-bicubic",
    "resnet50-pqf-mirrored",
)
PUBLISHED = [name for name in entries.list_names(ROOT / NETWORKS) if "_Weights." in name]


def complete(name: str) -> Backbone:
    """An entry that leaves nothing to timm."""
    found = entries.read_network(name)
    assert isinstance(found, Backbone)
    return found


def published(name: str) -> File:
    """The checkpoint of a network; not one of this machine."""
    file = complete(name).file
    assert isinstance(file, File)
    return file


def test_the_quick_input_is_the_published_one(mirror: Path) -> None:
    backbones = [published(name) for name in QUANTISED]
    for file in (*entries.list_files("cifar10-5k"), *backbones):
        assert files.sha256(mirror / file.name) == file.sha256
        assert (mirror / file.name).stat().st_size == file.size


def test_the_official_archive_has_four_sources_the_slow_one_last() -> None:
    (archive,) = entries.list_files("cifar10")
    hosts = [url.split("/")[2] for url in archive.urls]
    assert hosts == [
        "zenodo.org",
        "air-example-data.s3.amazonaws.com",
        "storage.googleapis.com",
        "www.cs.toronto.edu",
    ]
    assert archive.size == 170_498_071


@pytest.mark.parametrize("name", ["cifar10", "cifar10-5k"])
def test_every_file_of_a_data_set_is_served_under_its_own_name(name: str) -> None:
    for file in entries.list_files(name):
        assert all(url.partition("?")[0].endswith(f"/{file.name}") for url in file.urls)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("size: 153012", "size: many", "15: labels.size is 'many'"),
        ("size: 153012", "size: 0", "15: labels.size is 0"),
        ("sha256: f8e4cced", "sha256: F8E4CCED", "14: labels.sha256"),
        ("classes: 10\n", "", "1: classes is missing"),
        ("classes: 10\n", "classes: 10\ncolour: red\n", "8: colour is not a known key"),
        ("name: cifar10_labels.js", "name: ../labels.js", "13: labels.name"),
        ("- https://raw", "- ftp://raw", "17: labels.urls.0"),
        ("format: convnetjs", "format: zip", "1: the file is"),
    ],
)
def test_a_wrong_data_set_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    text = (DATASETS / "cifar10-5k.yaml").read_text(encoding="utf-8")
    assert old in text
    (DATASETS / "mine.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParamsError) as raised:
        entries.read_dataset("mine")
    assert str(raised.value).startswith(f"datasets/mine.yaml:{told}")


def test_a_wrong_network_is_refused_with_its_place() -> None:
    text = (NETWORKS / "resnet50-pqf.yaml").read_text(encoding="utf-8")
    (NETWORKS / "mine.yaml").write_text(text.replace("format: pqf", "format: zip"), "utf-8")
    with pytest.raises(ParamsError, match=r"^networks/mine\.yaml:3: format is 'zip'; allowed: "):
        entries.read_network("mine")


def test_an_unknown_data_set_is_refused_with_file_and_line() -> None:
    Path("params.yaml").write_text(
        "\ndownload:\n  dataset: cifar100\n  folder: x\n", encoding="utf-8"
    )
    with pytest.raises(ParamsError) as raised:
        load_section("download", DownloadParams)
    assert str(raised.value) == (
        "params.yaml:3: download.dataset: 'cifar100' has no entry; nearest: cifar10, cifar10-5k; "
        "allowed: cifar10, cifar10-5k, edges16, silhouettes16 in datasets/. Your own is one more "
        "file, such as datasets/mine.yaml: see CONTRIBUTING.md."
    )


def test_a_quantised_network_is_read_as_it_is_written() -> None:
    found = complete("resnet50-pqf")
    assert (found.format, found.architecture, found.input_size) == ("pqf", "resnet50", None)
    assert found.mean == (0.485, 0.456, 0.406)


def test_a_network_of_torchvision_is_found_by_its_weight_name() -> None:
    found = complete("ResNet50_Weights.IMAGENET1K_V1")
    file = published("ResNet50_Weights.IMAGENET1K_V1")
    assert (found.format, found.architecture) == ("torchvision", "resnet50")
    assert found.title == "torchvision's ResNet50_Weights.IMAGENET1K_V1 (76.1 % ImageNet top-1)"
    assert file.urls == ("https://download.pytorch.org/models/resnet50-0676ba61.pth",)
    assert file.size == 102_530_333
    assert file.sha256 == "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"


def test_every_network_of_torchvision_makes_a_valid_backbone() -> None:
    assert len(PUBLISHED) == 114
    for name in PUBLISHED:
        assert published(name).slack in (0, SLACK)


@pytest.mark.parametrize("name", ["resnet18-pqf", "resnet50-pqf"])
def test_the_same_network_looked_at_in_another_way_has_an_entry_of_its_own(name: str) -> None:
    """Complete in itself, so that an edit of one entry never leaves the other's results stale."""
    usual, bicubic = (complete(each) for each in (name, f"{name}-bicubic"))
    assert bicubic.resizing.model_dump() == {
        "documented": {"size": 224, "interpolation": "bilinear"},
        "stated": {"size": None, "interpolation": "bicubic", "crop": None},
    }
    assert "bicubic" in bicubic.title
    same = Backbone.model_fields.keys() - {"title", "preprocess"}
    assert all(getattr(usual, key) == getattr(bicubic, key) for key in same)


def test_only_one_entry_is_shown_the_mirror_images_too() -> None:
    usual, mirrored = complete("resnet50-pqf"), complete("resnet50-pqf-mirrored")
    assert not usual.mirrored
    assert mirrored == usual.model_copy(update={"title": mirrored.title, "mirrored": True})


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
        entries.read_network(name)
    assert str(raised.value).startswith(f"backbones: {name!r} has no entry; {near}")
    assert str(raised.value).endswith(
        "allowed: those of the 125 files in networks/. Your own is one more file, such as "
        "networks/mine.yaml: see CONTRIBUTING.md."
    )


def test_an_entry_of_ones_own_is_found_by_the_name_of_its_file() -> None:
    text = (NETWORKS / "resnet50-pqf.yaml").read_text(encoding="utf-8")
    (NETWORKS / "My_net.v2.yaml").write_text(text.replace("ResNet-50", "Mine"), "utf-8")
    assert entries.read_network("My_net.v2").title.startswith("Mine, product-quantised")


@pytest.mark.parametrize("name", ["../params", "../../etc/passwd", "", ".", "a/b", "resnet50-pqf "])
def test_a_name_without_an_entry_never_becomes_a_path(name: str) -> None:
    Path("params.yaml").write_text("backbones: []\n", encoding="utf-8")
    with pytest.raises(ParamsError, match="has no entry"):
        entries.read_network(name)


def test_the_entries_of_torchvision_are_what_torchvision_says() -> None:
    """Another version may know more or fewer networks; those known to both must be equal."""
    theirs = torchvision_registry.make_entries()
    if torchvision.__version__.split("+")[0] == MADE_FROM:
        assert set(PUBLISHED) == set(theirs)
    both = [name for name in PUBLISHED if name in theirs]
    assert len(both) > 100
    ours = {name: (NETWORKS / f"{name}.yaml").read_text(encoding="utf-8") for name in both}
    assert [name for name in both if ours[name] != theirs[name]] == []


@pytest.mark.parametrize("sha256", ["12345678", "1234e678", "0123456789"])
def test_a_hash_that_looks_like_a_number_stays_text(sha256: str) -> None:
    written = f"sha256: {torchvision_registry.quoted(sha256)}"
    assert yaml.safe_load(written) == {"sha256": sha256}


def published_as(builder: str) -> Backbone:
    """The entry of the first weights of a builder."""
    found = map(complete, PUBLISHED)
    return next(backbone for backbone in found if backbone.architecture == builder)


def build(backbone: Backbone) -> Any:
    """The network without its weights, and without memory for them."""
    builder = backbone.architecture
    size = {"image_size": backbone.input_size} if builder.startswith("vit_") else {}
    quiet = {"init_weights": False} if builder in ("googlenet", "inception_v3") else {}
    with torch.device("meta"):
        return models.get_model(builder, weights=None, **size, **quiet).eval()


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
    backbone = published_as(builder)
    assert bool(backbone.input_size) == one_size
    side = (backbone.input_size or 224) + 32
    with torch.device("meta"):
        network, larger = build(backbone), torch.empty(1, 3, side, side)
    if one_size:
        with pytest.raises((AssertionError, RuntimeError)):
            network(larger)
    else:
        assert network(larger).shape == (1, 1000)


@pytest.mark.parametrize("builder", torchvision_registry.RENORMALISED)
def test_these_builders_renormalise_imagenets_input_to_a_half(builder: str) -> None:
    """Built with weights, that is; (x − mean)/std then becomes (x − .5)/.5."""
    backbone = published_as(builder)
    network = build(backbone)
    assert network.transform_input is False
    network.transform_input = True
    pixels = torch.rand(1, 3, 8, 8)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    seen = network._transform_input((pixels - mean) / std)
    assert backbone.mean == backbone.std == (0.5, 0.5, 0.5)
    torch.testing.assert_close(seen, (pixels - 0.5) / 0.5)
