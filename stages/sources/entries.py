"""The entries of networks/ and datasets/, a file each, as checked models.

A stage has the entry that it uses among its deps, and no other: one more entry runs nothing.
"""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Gt
from pydantic import Field, PositiveInt, RootModel, StringConstraints

from ..core import params, strict_yaml
from ..core.errors import ParamsError, shown
from ..core.params import Section
from ..core.values import Name
from ..preprocess.recipe import Documented, NetworkResizing, Stated

NETWORKS = Path("networks")
DATASETS = Path("datasets")
MOST_LISTED = 12  # names in a message
FULL_HASH = 64
# torchvision states sizes in MiB with three decimals: ± 525 bytes
SLACK = 1024

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
# YAML has no tuples: a list is converted, but its items are checked strictly
Addresses = Annotated[tuple[Address, ...], Field(strict=False, min_length=1)]
Triple = Annotated[tuple[float, float, float], Field(strict=False)]
Positive = Annotated[float, Gt(0)]
PositiveTriple = Annotated[tuple[Positive, Positive, Positive], Field(strict=False)]


class File(Section):
    """A published file: its name, its SHA-256 in hex, its size in bytes, its addresses in order.

    Most torchvision files have only the first 8 or 10 digits of the hash and a rounded size; a file
    with a full hash has its exact size.
    """

    name: Name
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{8}|[0-9a-f]{10}|[0-9a-f]{64})$")]
    size: PositiveInt
    urls: Addresses

    @property
    def slack(self) -> int:
        """The allowed difference from `size`, in bytes."""
        return 0 if len(self.sha256) == FULL_HASH else SLACK

    @property
    def label(self) -> str:
        """Name and size in decimal megabytes, for messages."""
        return f"{self.name} ({self.size / 1e6:.1f} MB)"


class Sheet(Section):
    """1,000 images in one PNG; first: the index of its first label in the list of labels."""

    first: Annotated[int, Field(ge=0)]
    file: File


class _Described(Section):
    title: str
    classes: PositiveInt
    licence: str
    citation: str


class Convnetjs(_Described):
    """CIFAR-10 as ConvNetJS serves it: sheets of images and one JavaScript file of labels."""

    format: Literal["convnetjs"]
    labels: File
    train: Annotated[tuple[Sheet, ...], Field(strict=False, min_length=1)]
    test: Annotated[tuple[Sheet, ...], Field(strict=False, min_length=1)]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.labels, *(sheet.file for sheet in (*self.train, *self.test)))


class Official(_Described):
    """Krizhevsky's archive; train, test: the names of the members with the pickled batches."""

    format: Literal["python"]
    archive: File
    label_key: str
    train: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    test: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]

    @property
    def files(self) -> tuple[File, ...]:
        return (self.archive,)


Dataset = Annotated[Convnetjs | Official, Field(discriminator="format")]


class _Dataset(RootModel[Dataset]):
    """A data set of either format."""


class Backbone(Section):
    """A network trained on ImageNet's 1000 classes.

    architecture: the name of torchvision's builder; mean and std normalise RGB values in [0, 1];
    input_size: the side of the images if the network accepts only one size, else None;
    documented: what its documentation says of the pictures; preprocess: what differs from the
    section of that name in params.yaml.
    """

    title: str
    architecture: str
    format: Literal["pqf", "torchvision"]
    licence: str
    notice: str
    mean: Triple
    std: PositiveTriple
    input_size: PositiveInt | None
    documented: Documented
    preprocess: Stated = Stated()  # most entries state nothing
    file: File

    @property
    def resizing(self) -> NetworkResizing:
        return NetworkResizing(documented=self.documented, stated=self.preprocess)


def list_names(folder: Path) -> list[str]:
    """The names of all entries of a folder, sorted."""
    return sorted(path.name.removesuffix(".yaml") for path in folder.glob("*.yaml"))


def read_network(name: str) -> Backbone:
    """The entry of a network; ParamsError with file, line and key if a value is not allowed."""
    if fault := find_fault(NETWORKS, name):
        raise ParamsError(f"backbones: {fault}")
    return params.validate(strict_yaml.read(NETWORKS / f"{name}.yaml"), Backbone)


def read_dataset(name: str) -> Dataset:
    """The entry of a data set; ParamsError with file, line and key if a value is not allowed."""
    if fault := find_fault(DATASETS, name):
        raise ParamsError(f"download.dataset: {fault}")
    return params.validate(strict_yaml.read(DATASETS / f"{name}.yaml"), _Dataset).root


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
