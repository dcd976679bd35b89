"""Entries of data sets that lie on this machine, in the folder that `download.folder` names.

Names of files and folders are relative to it.
"""

from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from annotated_types import Ge, Le
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import shown
from ..core.params import Section
from ..core.values import Share, TargetName
from ..preprocess.recipe import Size
from .file import File, OwnFile


def _refuse_parents(name: str) -> str:
    place = PurePosixPath(name)
    if not name or place.is_absolute() or ".." in place.parts:
        raise ValueError(f"{shown(name)} is not inside of download.folder; write it from there.")
    return name


Inside = Annotated[str, AfterValidator(_refuse_parents)]
Several = Annotated[tuple[Inside, ...], Field(strict=False, min_length=1)]
Count = Annotated[int, Ge(2), Le(IMAGENET_CLASSES)]  # of classes
Level = Annotated[int, Ge(0), Le(255)]  # of one channel of a colour
Colour = Annotated[tuple[Level, Level, Level], Field(strict=False)]
OtherNames = Annotated[tuple[str, ...], Field(strict=False)]


class Described(Section):
    """What every data set says of itself."""

    title: str
    licence: str
    citation: str


class Own(Described):
    """Of this machine.

    listed: a CSV table with the columns path, sha256 and size of every file; none: the folder's own
    hash stands in the provenance, and nothing is compared.
    """

    listed: OwnFile | None = None

    @property
    def files(self) -> tuple[File, ...]:
        """Nothing is published."""
        return ()


class Fitting(Section):
    """How pictures of any size become squares of `side` pixels.

    pad: the whole picture, the rest filled with the background; crop: the middle, all filled.
    background: RGB of 0 to 255, which is also seen through transparent parts.
    """

    side: Size
    fit: Literal["pad", "crop"]
    background: Colour


def _have_own_names(classes: dict[TargetName, OtherNames]) -> dict[TargetName, OtherNames]:
    if not 2 <= len(classes) <= IMAGENET_CLASSES:
        raise ValueError(f"there are {len(classes)}; allowed: 2 to {IMAGENET_CLASSES} classes.")
    names = [name for own, others in classes.items() for name in (own, *others)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"{shown(twice)} is the name of two classes.")
    return classes


class PublishedFolder(Section):
    """Where a folder is that others published; its files are those that are listed.

    folder: its path in a folder of DATA_MIRROR; address: of the folder, to which names are added.
    """

    folder: Inside
    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+/$")]


class Folder(Own):
    """Pictures in a folder for each class.

    classes: in the order of the labels, each with the other names that its folder may have.
    Either test and perhaps train: the folders in which those of the classes are, `.` for
    download.folder itself; or held_out: the share of all pictures that is test.
    """

    format: Literal["folder"]
    classes: Annotated[dict[TargetName, OtherNames], AfterValidator(_have_own_names)]
    pictures: Fitting
    published: PublishedFolder | None = None  # null: it is download.folder
    train: Inside | None = None
    test: Inside | None = None
    held_out: Share | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The classes in the order of the labels."""
        return tuple(self.classes)

    @model_validator(mode="after")
    def _know_the_test_images(self) -> Self:
        if (self.test is None) == (self.held_out is None):
            raise ValueError(
                "test images are those in the folder `test`, or the share `held_out` of all; "
                "state one of the two."
            )
        if self.held_out is not None and self.train is not None:
            raise ValueError("with held_out all others are training images; take out train.")
        if self.published is not None and self.listed is None:
            raise ValueError("a published folder needs the list of its files, `listed`.")
        return self


class Arrays(Section):
    """Two .npy files: images uint8 (N, H, W, 3) and whole numbers (N,).

    severity: which fifth of them, 1 to 5, in the form of CIFAR-10-C.
    """

    images: Inside
    labels: Inside
    severity: Annotated[int, Ge(1), Le(5)] | None = None


class Npy(Own):
    """Arrays of NumPy, as CIFAR-10.1 and CIFAR-10-C are published."""

    format: Literal["npy"]
    classes: Count
    train: Arrays | None = None
    test: Arrays


class Batches(Own):
    """Pickled batches in CIFAR's form, as in torchvision's folder cifar-10-batches-py."""

    format: Literal["batches"]
    classes: Count
    label_key: str
    train: Several | None = None
    test: Several


class Parquet(Own):
    """Hugging Face's tables; image, label: the names of their columns."""

    format: Literal["parquet"]
    classes: Count
    image: str
    label: str
    pictures: Fitting
    train: Several | None = None
    test: Several


OwnData = Folder | Npy | Batches | Parquet
