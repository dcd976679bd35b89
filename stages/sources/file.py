"""A file as an entry describes it: published, of one's own, or of an installed package."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, PositiveInt, StringConstraints, Tag

from ..core.params import Section
from ..core.values import Name

FULL_HASH = 64
# torchvision states sizes in MiB with three decimals: ± 525 bytes
SLACK = 1024

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
# YAML has no tuples: a list is converted, but its items are checked strictly
Addresses = Annotated[tuple[Address, ...], Field(strict=False, min_length=1)]
Md5 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


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


class OwnFile(Section):
    """A file on this machine; path: absolute, from ~, or from the root of the checkout."""

    path: Annotated[str, Field(min_length=1)]
    sha256: Sha256

    @property
    def name(self) -> str:
        """Of its copy: files of one's own have names of every kind."""
        suffix = PurePosixPath(self.path).suffix.lower()
        return f"checkpoint{suffix if suffix[1:].isalnum() and suffix.isascii() else ''}"

    @property
    def label(self) -> str:
        return self.path


def _refuse_parents(path: str) -> str:
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"{path} is not inside of a package.")
    return path


class PackagedFile(Section):
    """A file of an installed package; path: from the folder that holds all packages."""

    package: Name
    path: Annotated[str, Field(min_length=1), AfterValidator(_refuse_parents)]
    sha256: Sha256

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def label(self) -> str:
        return f"{self.name} of the package {self.package}"


def _tell_apart(file: Any) -> str:
    """Which model an entry's map is for, or which one an object is of."""
    keys = file if isinstance(file, Mapping) else getattr(type(file), "model_fields", ())
    return "packaged" if "package" in keys else "own" if "path" in keys else "published"


AnyFile = File | OwnFile | PackagedFile
Checkpoint = Annotated[
    Annotated[File, Tag("published")]
    | Annotated[OwnFile, Tag("own")]
    | Annotated[PackagedFile, Tag("packaged")],
    Discriminator(_tell_apart),
]
