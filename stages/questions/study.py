"""Reads the tables of the stage `study`."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..core import paths
from ..core.errors import DataError
from ..core.values import Confidence
from ..tables import study as tables
from ..tables.record import Record

FOLDER = paths.PLOTS / "study"


class _Part(BaseModel):
    """A part of a file; keys that no answer needs are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Weights(_Part):
    title: str


class Conditions(_Part):
    """The conditions of the measurement.

    images: training images in the sample; gradient_images: in each batch for norms and steps.
    """

    weights: _Weights
    images: int
    gradient_images: int
    confidence: Confidence


CONDITIONS = Record(Conditions, "plots/study/provenance.json", "study")


@dataclass(frozen=True)
class Study:
    """All tables and the conditions."""

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

    def figure(self, name: str) -> Path:
        """The path of one figure of the stage, from the root of the checkout."""
        return FOLDER / "figures" / f"{name}.svg"


def read_study() -> Study:
    """Read plots/study; DataError if it is missing or damaged."""
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
    )
