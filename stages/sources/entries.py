"""The entries of networks/ and datasets/, a file each, as checked models.

A stage has the entry that it uses among its deps, and no other: one more entry runs nothing.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Gt
from pydantic import Discriminator, Field, PositiveInt, RootModel, Tag

from ..core import params, paths, strict_yaml
from ..core.errors import ParamsError, shown
from ..core.params import Section
from ..core.values import Name
from ..preprocess.recipe import Documented, NetworkResizing, Stated
from .file import Checkpoint, File, Md5, OwnFile
from .own_data import Described, Folder, OwnData

NETWORKS = Path("networks")
DATASETS = Path("datasets")
MOST_LISTED = 12  # names in a message
Triple = Annotated[tuple[float, float, float], Field(strict=False)]
Positive = Annotated[float, Gt(0)]
PositiveTriple = Annotated[tuple[Positive, Positive, Positive], Field(strict=False)]


class Sheet(Section):
    """1,000 images in one PNG; first: the index of its first label in the list of labels."""

    first: Annotated[int, Field(ge=0)]
    file: File


class Convnetjs(Described):
    """CIFAR-10 as ConvNetJS serves it: sheets of images and one JavaScript file of labels.

    train: none where the data set has no training images.
    """

    format: Literal["convnetjs"]
    classes: PositiveInt
    labels: File
    train: Annotated[tuple[Sheet, ...], Field(strict=False)] = ()
    test: Annotated[tuple[Sheet, ...], Field(strict=False, min_length=1)]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.labels, *(sheet.file for sheet in (*self.train, *self.test)))


class Official(Described):
    """Krizhevsky's archive; train, test: the names of the members with the pickled batches.

    train: none where the data set has no training images. unpacked: the MD5 of each member, as
    torchvision publishes them, where the archive was unpacked.
    """

    format: Literal["python"]
    classes: PositiveInt
    archive: File
    unpacked: dict[str, Md5] = Field(default_factory=dict)
    label_key: str
    train: Annotated[tuple[str, ...], Field(strict=False)] = ()
    test: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.archive,)


class Joined(Section):
    """The training images of one data set and the test images of another, by the names of both."""

    format: Literal["joined"]
    title: str
    train: Name
    test: Name


Published = Convnetjs | Official
Single = Published | OwnData  # with images of its own
Dataset = Annotated[Single | Joined, Field(discriminator="format")]


class _AnyDataset(RootModel[Dataset]):
    """A data set of any format."""


class _Network(Section):
    """What every entry of a network says.

    format: how its checkpoint is read, see CONTRIBUTING.md; preprocess: what differs from the
    section of that name in params.yaml. Of a head with other than ImageNet's 1000 outputs either
    label_offset: how many stand before these, or wnids: a list of the WordNet ID of each output.
    mirrored: whether it is shown each picture and its mirror image, and gives the mean logits.
    """

    title: str
    architecture: str
    format: Literal["pqf", "torchvision", "state_dict", "in_order"]
    licence: str
    notice: str
    preprocess: Stated = Stated()  # most entries state nothing
    label_offset: Annotated[int, Field(ge=0)] = 0
    wnids: OwnFile | None = None
    mirrored: bool = False
    file: Checkpoint


class Backbone(_Network):
    """A network trained on ImageNet's 1000 classes.

    library, architecture: whose builder, and its name; mean and std normalise RGB values in [0, 1];
    input_size: the side of the images if the network accepts only one size, else None;
    documented: what its documentation says of the pictures.
    """

    library: Literal["torchvision", "timm"] = "torchvision"
    mean: Triple
    std: PositiveTriple
    input_size: PositiveInt | None
    documented: Documented

    @property
    def resizing(self) -> NetworkResizing:
        return NetworkResizing(documented=self.documented, stated=self.preprocess)


class TimmNetwork(_Network):
    """The same for a model of timm, which knows what its entry leaves out."""

    library: Literal["timm"]
    mean: Triple | None = None
    std: PositiveTriple | None = None
    input_size: PositiveInt | None = None
    documented: Documented | None = None


def _library(entry: Any) -> str:
    of_timm = isinstance(entry, Mapping) and entry.get("library") == "timm"
    return "timm" if of_timm else "torchvision"


Network = Annotated[
    Annotated[Backbone, Tag("torchvision")] | Annotated[TimmNetwork, Tag("timm")],
    Discriminator(_library),
]


class _AnyNetwork(RootModel[Network]):
    """A network of either library."""


def list_names(folder: Path) -> list[str]:
    """The names of all entries of a folder, sorted."""
    return sorted(path.name.removesuffix(".yaml") for path in folder.glob("*.yaml"))


def read_network(name: str) -> Backbone | TimmNetwork:
    """The entry of a network; ParamsError with file, line and key if a value is not allowed."""
    if fault := find_fault(NETWORKS, name):
        raise ParamsError(f"backbones: {fault}")
    return params.validate(strict_yaml.read(NETWORKS / f"{name}.yaml"), _AnyNetwork).root


def read_dataset(name: str) -> Dataset:
    """The entry of a data set; ParamsError with file, line and key if a value is not allowed."""
    if fault := find_fault(DATASETS, name):
        raise ParamsError(f"download.dataset: {fault}")
    return params.validate(strict_yaml.read(DATASETS / f"{name}.yaml"), _AnyDataset).root


def read_parts(name: str) -> dict[paths.Split, tuple[str, Single]]:
    """The entry that has the images of each split, with its name; both are often the same.

    ParamsError where a joined data set names one that it cannot take them from.
    """
    dataset = read_dataset(name)
    if not isinstance(dataset, Joined):
        return {"train": (name, dataset), "test": (name, dataset)}
    parts: dict[paths.Split, tuple[str, Single]] = {
        "train": (dataset.train, _read_part(name, "train", dataset.train)),
        "test": (dataset.test, _read_part(name, "test", dataset.test)),
    }
    train, test = (_count_classes(entry) for _, entry in parts.values())
    if train != test:
        raise ParamsError(
            f"{DATASETS / name}.yaml joins {dataset.train}, which has {train} classes, and "
            f"{dataset.test}, which has {test}; wanted: the same classes in the same order."
        )
    return parts


def _read_part(name: str, split: paths.Split, part: str) -> Single:
    where = f"{DATASETS / name}.yaml: {split}"
    if fault := find_fault(DATASETS, part):
        raise ParamsError(f"{where}: {fault}")
    dataset = read_dataset(part)
    if isinstance(dataset, Joined):
        raise ParamsError(f"{where} is {part}, which joins others; wanted: one with images.")
    if split == "train" and not _has_training_images(dataset):
        raise ParamsError(f"{where} is {part}, which has no training images.")
    return dataset


def _count_classes(dataset: Single) -> int:
    return len(dataset.classes) if isinstance(dataset, Folder) else dataset.classes


def _has_training_images(dataset: Single) -> bool:
    held_out = isinstance(dataset, Folder) and dataset.held_out is not None
    return held_out or bool(dataset.train)


def list_files(name: str) -> tuple[File, ...]:
    """All files of a data set, those of a joined one's parts, each once."""
    return tuple(dict.fromkeys(f for _, part in read_parts(name).values() for f in part.files))


def find_fault(folder: Path, name: str) -> str | None:
    """What a person is told of a name without an entry; None if it has one.

    Only what the folder lists becomes part of a path.
    """
    names = list_names(folder)
    if name in names:
        return None
    by_lower_case = {known.lower(): known for known in names}
    near = get_close_matches(name.lower(), by_lower_case, n=4, cutoff=0.4)
    nearest = f"nearest: {', '.join(by_lower_case[match] for match in near)}; " if near else ""
    listed = (
        ", ".join(names) or "none is"
        if len(names) <= MOST_LISTED
        else f"those of the {len(names)} files"
    )
    return (
        f"{shown(name)} has no entry; {nearest}allowed: {listed} in {folder}/. Your own is one "
        f"more file, such as {folder}/mine.yaml: see CONTRIBUTING.md."
    )
