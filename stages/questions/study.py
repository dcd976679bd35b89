"""What the stage `study` measured on the network: its tables, as rows."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..core import paths
from ..results.provenance import read_checked
from ..results.rows import read_rows

FOLDER = paths.PLOTS / "study"


@dataclass(frozen=True)
class Norm:
    """Length of a gradient; part "output": where block `layer` ends, 0 is what enters the first;
    skips "alone": F = 0 in every block."""

    weights: str
    skips: str
    repetition: int
    part: str
    layer: int
    name: str
    norm: float


@dataclass(frozen=True)
class Step:
    """Loss before and after one step down the gradient; step: its length against the weights'."""

    skips: str
    repetition: int
    step: float
    loss_before: float
    loss_after: float


@dataclass(frozen=True)
class Check:
    """The formula on one block; passed: share of values that its last ReLU lets through."""

    block: str
    projects: bool
    error: float
    passed: float


@dataclass(frozen=True)
class Cost:
    """Of a block or a network; width: channels that enter and leave it; side in pixels."""

    design: str
    width: int
    side: int
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Timing:
    """How many times as long a basic block takes as a bottleneck of the same width."""

    width: int
    basic_over_bottleneck: float
    repetitions: int


@dataclass(frozen=True)
class Outcome:
    """One way from a picture to the network; the difference is paired, to the row `against`."""

    aspect: str
    variant: str
    against: str
    size: int
    interpolation: str
    accuracy: float
    difference: float
    difference_low: float
    difference_high: float
    images: int


@dataclass(frozen=True)
class Channel:
    """Black and white after normalisation, the stretch, and what a viewer clips."""

    channel: str
    mean: float
    std: float
    black: float
    white: float
    stretch: float


@dataclass(frozen=True)
class Clipped:
    """Shares of values, and of pixels with such a value, that lie outside [0, 1]."""

    values: float
    pixels: float
    images: int


@dataclass(frozen=True)
class Rung:
    """One resolution; changes are paired, against the first rung."""

    pixels: int
    mapped: float
    mapped_low: float
    mapped_high: float
    mapped_change: float
    mapped_change_low: float
    mapped_change_high: float
    confidence: float
    confidence_low: float
    confidence_high: float
    confidence_change: float
    confidence_change_low: float
    confidence_change_high: float
    mapped_confidence: float | None
    mapped_confidence_low: float | None
    mapped_confidence_high: float | None
    accuracy: float
    accuracy_low: float
    accuracy_high: float
    accuracy_change: float
    accuracy_change_low: float
    accuracy_change_high: float
    images: int

    @property
    def mapped_images(self) -> int:
        """How many favourites stand for a target."""
        return round(self.mapped * self.images)


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


@dataclass(frozen=True)
class Study:
    """All tables; gradient_images: in each of the batches behind norms and steps."""

    norms: tuple[Norm, ...]
    steps: tuple[Step, ...]
    formula: tuple[Check, ...]
    costs: tuple[Cost, ...]
    timing: tuple[Timing, ...]
    preprocessing: tuple[Outcome, ...]
    channels: tuple[Channel, ...]
    clipped: Clipped
    resolution: tuple[Rung, ...]
    conditions: Conditions
    gradient_images: int

    def figure(self, name: str) -> Path:
        """One of the stage's drawings, from the root of the checkout."""
        return FOLDER / "figures" / f"{name}.svg"


def read_study(gradient_images: int) -> Study:
    """plots/study; DataError where it is missing or damaged."""
    return Study(
        norms=read_rows(FOLDER / "gradients.csv", Norm, "study"),
        steps=read_rows(FOLDER / "steps.csv", Step, "study"),
        formula=read_rows(FOLDER / "formula.csv", Check, "study"),
        costs=read_rows(FOLDER / "costs.csv", Cost, "study"),
        timing=read_rows(FOLDER / "timing.csv", Timing, "study"),
        preprocessing=read_rows(FOLDER / "preprocessing.csv", Outcome, "study"),
        channels=read_rows(FOLDER / "denormalisation.csv", Channel, "study"),
        clipped=read_rows(FOLDER / "clipped.csv", Clipped, "study")[0],
        resolution=read_rows(FOLDER / "resolution.csv", Rung, "study"),
        conditions=read_checked(FOLDER / "provenance.json", Conditions, "study"),
        gradient_images=gradient_images,
    )
