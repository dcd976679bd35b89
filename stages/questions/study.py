"""What the stage `study` measured on the network: its tables, as rows."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..core import paths
from ..core.errors import DataError
from ..tables import study as tables
from ..tables.record import Record

FOLDER = paths.PLOTS / "study"


class _Part(BaseModel):
    """Keys that no answer shows may come and go."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Weights(_Part):
    title: str


class Conditions(_Part):
    """Under which it was measured; images: training images of the sample."""

    weights: _Weights
    images: int
    confidence: float


CONDITIONS = Record(Conditions, "plots/study/provenance.json", "study")


@dataclass(frozen=True)
class Study:
    """All tables; gradient_images: in each of the batches behind norms and steps."""

    norms: tuple[tables.Norm, ...]
    steps: tuple[tables.Step, ...]
    formula: tuple[tables.FormulaCheck, ...]
    costs: tuple[tables.Cost, ...]
    timing: tuple[tables.Timing, ...]
    preprocessing: tuple[tables.Outcome, ...]
    channels: tuple[tables.Channel, ...]
    clipped: tables.Clipped
    resolution: tuple[tables.ResolutionResult, ...]
    conditions: Conditions
    gradient_images: int

    def figure(self, name: str) -> Path:
        """One of the stage's drawings, from the root of the checkout."""
        return FOLDER / "figures" / f"{name}.svg"


def read_study(gradient_images: int) -> Study:
    """plots/study; DataError where it is missing or damaged."""
    clipped = tables.CLIPPED.read()
    if len(clipped) != 1:
        raise DataError(
            f"{tables.CLIPPED.path()} has {len(clipped)} rows, not one. Run: dvc repro -f study"
        )
    return Study(
        norms=tables.GRADIENTS.read(),
        steps=tables.STEPS.read(),
        formula=tables.FORMULA.read(),
        costs=tables.COSTS.read(),
        timing=tables.TIMING.read(),
        preprocessing=tables.PREPROCESSING.read(),
        channels=tables.DENORMALISATION.read(),
        clipped=clipped[0],
        resolution=tables.RESOLUTION.read(),
        conditions=CONDITIONS.read(),
        gradient_images=gradient_images,
    )
