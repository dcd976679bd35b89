"""The catalog of files that can be fetched: catalog.yaml as checked models."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Gt
from pydantic import Discriminator, Field, PositiveInt, StringConstraints, Tag

from ..core import params, strict_yaml
from ..core.params import Section
from ..core.values import Name
from ..preprocess.recipe import Documented, NetworkResizing, Stated

CATALOG = Path(__file__).with_name("catalog.yaml")
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


class Variant(Section):
    """Another backbone under a name of its own: the same network, which is shown other pictures.

    like: its name; preprocess: what differs from the section of that name in params.yaml.
    """

    title: str
    like: Name
    preprocess: Stated


def _tell_apart(entry: Any) -> str:
    return "variant" if isinstance(entry, Mapping) and "like" in entry else "network"


Entry = Annotated[
    Annotated[Backbone, Tag("network")] | Annotated[Variant, Tag("variant")],
    Discriminator(_tell_apart),
]


class Catalog(Section):
    """catalog.yaml."""

    datasets: dict[Name, Dataset]
    backbones: dict[Name, Entry]


def read_catalog(path: Path = CATALOG) -> Catalog:
    """The catalog; ParamsError with file, line and key if a value is not allowed."""
    return params.validate(strict_yaml.read(path), Catalog)
