"""The catalog of files that can be fetched: catalog.yaml and torchvision.csv as checked models."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Gt
from pydantic import Field, PositiveInt, StringConstraints

from ..core import files, params, paths, strict_yaml
from ..core.errors import ParamsError, shown
from ..core.params import Section
from ..core.values import Name

CATALOG = Path(__file__).with_name("catalog.yaml")
TORCHVISION = Path(__file__).with_name("torchvision.csv")
TORCHVISION_ADDRESS = "https://download.pytorch.org/models/"
TORCHVISION_NOTICE = (
    "Uses a network of torchvision (https://github.com/pytorch/vision), trained on ImageNet, whose "
    "images are available for non-commercial research and education"
)
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
    input_size: the side of the images if the network accepts only one size, else None.
    """

    title: str
    architecture: str
    format: Literal["pqf", "torchvision"]
    licence: str
    notice: str
    mean: Triple
    std: PositiveTriple
    input_size: PositiveInt | None
    file: File


class Catalog(Section):
    """catalog.yaml."""

    datasets: dict[Name, Dataset]
    backbones: dict[Name, Backbone]


def read_catalog(path: Path = CATALOG) -> Catalog:
    """The catalog; ParamsError with file, line and key if a value is not allowed."""
    return params.validate(strict_yaml.read(path), Catalog)


def find_backbone(name: str, catalog: Catalog) -> Backbone:
    """A backbone of the catalog, or a classifier of torchvision by its weight name."""
    published = {row["name"]: row for row in read_torchvision()}
    if name in catalog.backbones:
        return catalog.backbones[name]
    if name in published:
        return _torchvision_backbone(published[name])
    raise ParamsError(_unknown_backbone(name, catalog.backbones, published))


def read_torchvision(path: Path = TORCHVISION) -> tuple[dict[str, str], ...]:
    """Rows of torchvision.csv, made from torchvision by tests/download/torchvision_registry.py."""
    header = ("name", "builder", "file", "sha256", "size", "mean", "std", "input_size", "top1")
    try:
        return tuple(files.read_csv(path, (*header, "licence")))
    except (OSError, ValueError) as error:
        path = paths.from_here(path)
        raise ParamsError(f"{path}: {error}. Run: git checkout {path}") from error


def _torchvision_backbone(row: Mapping[str, str]) -> Backbone:
    """One row of torchvision.csv; ParamsError where a number is damaged."""
    try:
        return _describe(row)
    except ValueError as error:  # pydantic's too
        path = paths.from_here(TORCHVISION)
        fault = " ".join(str(error).split())
        raise ParamsError(f"{path}: {row['name']}: {fault}. Run: git checkout {path}") from error


def _describe(row: Mapping[str, str]) -> Backbone:
    return Backbone(
        title=f"torchvision's {row['name']} ({float(row['top1']):.1f} % ImageNet top-1)",
        architecture=row["builder"],
        format="torchvision",
        licence=row["licence"],
        notice=TORCHVISION_NOTICE,
        mean=_triple(row["mean"]),
        std=_triple(row["std"]),
        input_size=int(row["input_size"]) if row["input_size"] else None,
        file=File(
            name=row["file"],
            sha256=row["sha256"],
            size=int(row["size"]),
            urls=(TORCHVISION_ADDRESS + row["file"],),
        ),
    )


def _triple(text: str) -> Any:
    """The numbers of a text such as "0.5 0.5 0.5"; Backbone checks that there are three."""
    return tuple(float(number) for number in text.split())


def _unknown_backbone(name: str, listed: Iterable[str], published: Iterable[str]) -> str:
    listed, published = list(listed), list(published)
    by_lower_case = {allowed.lower(): allowed for allowed in (*listed, *published)}
    near = get_close_matches(name.lower(), by_lower_case, n=4, cutoff=0.4)
    nearest = f"nearest: {', '.join(by_lower_case[match] for match in near)}; " if near else ""
    return (
        f"backbones: {shown(name)} is not known; {nearest}allowed: {', '.join(listed)}, and the "
        f"{len(published)} weight names in stages/sources/{TORCHVISION.name}."
    )
