"""Reads what pages say of the problem, from its file in stages/vocabulary."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..core import params, strict_yaml
from ..core.params import validate

FOLDER = Path("stages/vocabulary")
QUESTIONED = "cifar10"  # the problem of the ten questions


class _Named(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)

    name: str


class _File(BaseModel):
    """The part of the file that pages show; the stage `map` checks the rest."""

    model_config = ConfigDict(frozen=True, strict=True)

    title: str
    targets: list[_Named]


class PageProblem(BaseModel):
    """name: of the file; title: as pages call it; targets: their names."""

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    title: str
    targets: tuple[str, ...]

    @property
    def has_questions(self) -> bool:
        """Whether the ten questions of the course are about it."""
        return self.name == QUESTIONED


def read_problem() -> PageProblem:
    """The problem that params.yaml names."""
    name = params.load_targets()
    content = validate(strict_yaml.read(FOLDER / f"{name}.yaml"), _File)
    return PageProblem(
        name=name, title=content.title, targets=tuple(target.name for target in content.targets)
    )
