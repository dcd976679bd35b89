"""The form of <name>.yaml: a problem, and the data set's classes where they are not its own."""

from typing import Annotated

from pydantic import AfterValidator, Field

from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import ParamsError, shown
from ..core.params import Section
from ..core.strict_yaml import Document
from ..core.values import TargetName


class ListedTarget(Section):
    """A target, with what it means in WordNet."""

    name: TargetName
    root: str
    broad: str
    # classes of the data set; only where the file lists them
    gathers: list[str] = Field(default_factory=list)
    keywords: list[str] = Field(default_factory=list)


def _have_a_choice(targets: list[ListedTarget]) -> list[ListedTarget]:
    if not 2 <= len(targets) <= IMAGENET_CLASSES:
        raise ValueError(f"there are {len(targets)}; allowed: 2 to {IMAGENET_CLASSES} targets.")
    return targets


class ProblemFile(Section):
    """A whole file."""

    title: str
    source: str | None = None  # of the images, as pages name them; None: the data set's title
    absent: str | None = None
    # of the data set, in the order of its labels; none: they are the targets
    classes: list[str] = Field(default_factory=list)
    targets: Annotated[list[ListedTarget], AfterValidator(_have_a_choice)]


def gather_classes(document: Document, content: ProblemFile) -> tuple[int, ...]:
    """`target_of`; ParamsError unless each class of the data set is gathered by one target."""
    if not content.classes:
        if gathering := [n for n, target in enumerate(content.targets) if target.gathers]:
            where = document.where(("targets", gathering[0], "gathers"))
            raise ParamsError(f"{where}: gathers needs `classes`, the data set's, in a list.")
        return tuple(range(len(content.targets)))
    target_of: dict[str, int] = {}
    for number, target in enumerate(content.targets):
        for place, gathered in enumerate(target.gathers):
            where = document.where(("targets", number, "gathers", place))
            if gathered not in content.classes:
                allowed = ", ".join(content.classes)
                raise ParamsError(f"{where}: {shown(gathered)} is no class; allowed: {allowed}.")
            if gathered in target_of:
                raise ParamsError(f"{where}: the class {shown(gathered)} is gathered twice.")
            target_of[gathered] = number
    for place, name in enumerate(content.classes):
        where = document.where(("classes", place))
        if name in content.classes[:place]:
            raise ParamsError(f"{where}: the class {shown(name)} stands here twice.")
        if name not in target_of:
            raise ParamsError(f"{where}: no target gathers {shown(name)}; each needs one.")
    return tuple(target_of[name] for name in content.classes)
