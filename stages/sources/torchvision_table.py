"""torchvision.csv: every ImageNet classifier of torchvision, by the name of its weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core import files, paths
from ..core.errors import ParamsError
from ..preprocess.recipe import Documented
from .catalog import Backbone, File

TABLE = Path(__file__).with_name("torchvision.csv")
ADDRESS = "https://download.pytorch.org/models/"
NOTICE = (
    "Uses a network of torchvision (https://github.com/pytorch/vision), trained on ImageNet, whose "
    "images are available for non-commercial research and education"
)
HEADER = (
    *("name", "builder", "file", "sha256", "size", "top1"),
    *("input_size", "crop_size", "interpolation", "mean", "std", "licence"),
)


def read_rows(path: Path = TABLE) -> tuple[dict[str, str], ...]:
    """Rows of torchvision.csv, made from torchvision by tests/sources/torchvision_registry.py."""
    try:
        return tuple(files.read_csv(path, HEADER))
    except (OSError, ValueError) as error:
        path = paths.from_here(path)
        raise ParamsError(f"{path}: {error}. Run: git checkout {path}") from error


def describe(row: Mapping[str, str]) -> Backbone:
    """One row as an entry of the catalog; ParamsError where it is damaged."""
    try:
        return _describe(row)
    except ValueError as error:  # pydantic's too
        path = paths.from_here(TABLE)
        fault = " ".join(str(error).split())
        raise ParamsError(f"{path}: {row['name']}: {fault}. Run: git checkout {path}") from error


def _describe(row: Mapping[str, str]) -> Backbone:
    documented = {"size": int(row["crop_size"]), "interpolation": row["interpolation"]}
    return Backbone(
        title=f"torchvision's {row['name']} ({float(row['top1']):.1f} % ImageNet top-1)",
        architecture=row["builder"],
        format="torchvision",
        licence=row["licence"],
        notice=NOTICE,
        mean=_triple(row["mean"]),
        std=_triple(row["std"]),
        input_size=int(row["input_size"]) if row["input_size"] else None,
        documented=Documented.model_validate(documented),
        file=File(
            name=row["file"],
            sha256=row["sha256"],
            size=int(row["size"]),
            urls=(ADDRESS + row["file"],),
        ),
    )


def _triple(text: str) -> Any:
    """The numbers of a text such as "0.5 0.5 0.5"; Backbone checks that there are three."""
    return tuple(float(number) for number in text.split())
