"""What `study` writes about the network itself; all of it about training images.

Numbers without a unit are shares in [0, 1]. All have four significant digits: what lies below
differs between processors.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from ..statistics import Estimate
from .table import Significant, Table

Measured = Annotated[float, Significant(4)]
MeasuredEstimate = Annotated[Estimate, Significant(4)]

Part = Literal["output", "weights"]
Skips = Literal["kept", "cut", "alone"]  # alone: F = 0 in every block
# unnormalised: as initial, and BatchNorm taken out
Learnt = Literal["initial", "unnormalised", "trained"]
Aspect = Literal["reference", "normalisation", "channels", "crop", "interpolation", "size"]


@dataclass(frozen=True)
class Norm:
    """Length (L2) of the loss's gradient with respect to one layer's output or its weights.

    layer 0 is the first convolution (`weights`) or what enters the first block (`output`).
    """

    weights: Learnt
    skips: Skips
    repetition: int
    part: Part
    layer: int
    name: str
    norm: Measured


@dataclass(frozen=True)
class Step:
    """Loss before and after one step down the gradient."""

    skips: Skips
    repetition: int
    step: Measured  # its length, as a share of the length of all weights
    loss_before: Measured  # in nats
    loss_after: Measured


@dataclass(frozen=True)
class FormulaCheck:
    """∂y/∂x = D·(I + ∂F/∂x), checked on one block."""

    block: str
    projects: bool
    error: Measured  # |nudged − formula| in units of the gradient's length
    passed: Measured  # share of values that the last ReLU lets through
    skip: Measured  # length of what the skip brings back, relative to what came from behind
    branch: Measured  # length of what F brings back


@dataclass(frozen=True)
class Cost:
    """What a block or a network needs."""

    design: str
    width: int  # channels that enter and leave it
    side: int  # in pixels
    parameters: int  # all that is learnt
    multiply_adds: int  # of convolutions and linear layers, for one picture (about half the FLOPs)


@dataclass(frozen=True)
class Timing:
    """Time of a basic block over that of a bottleneck of the same width."""

    width: int
    side: int
    basic_over_bottleneck: Annotated[float, Significant(1)]  # the one result that varies
    repetitions: int


@dataclass(frozen=True)
class Outcome:
    """One way from a picture to the network; the difference is paired, to the variant `against`."""

    aspect: Aspect
    variant: str
    against: str
    size: int  # in pixels
    interpolation: str
    accuracy: MeasuredEstimate
    difference: MeasuredEstimate  # in [−1, 1]
    images: int


@dataclass(frozen=True)
class Channel:
    """Black and white of one channel after normalisation, and what a viewer clips."""

    channel: str
    mean: Measured
    std: Measured
    black: Measured
    white: Measured
    stretch: Measured  # how many times as far apart values are as before
    clipped_to_black: Measured
    clipped_to_white: Measured


@dataclass(frozen=True)
class Clipped:
    """Shares of values, and of pixels with such a value, outside [0, 1] once normalised."""

    values: Measured
    pixels: Measured
    images: int


@dataclass(frozen=True)
class ResolutionResult:
    """One resolution; each change is paired, against the first one, and in [−1, 1]."""

    pixels: int  # a side
    mapped: MeasuredEstimate  # images whose top-1 class stands for a target
    mapped_change: MeasuredEstimate
    confidence: MeasuredEstimate  # mean probability of the top-1 class
    confidence_change: MeasuredEstimate
    # the same of mapped images alone, which differ from one resolution to the next, so it has no
    # change; None where fewer than two images are mapped
    mapped_confidence: MeasuredEstimate | None
    accuracy: MeasuredEstimate
    accuracy_change: MeasuredEstimate
    images: int


GRADIENTS = Table(Norm, "plots/study/gradients.csv", "study")
STEPS = Table(Step, "plots/study/steps.csv", "study")
FORMULA = Table(FormulaCheck, "plots/study/formula.csv", "study")
COSTS = Table(Cost, "plots/study/costs.csv", "study")
TIMING = Table(Timing, "plots/study/timing.csv", "study")
PREPROCESSING = Table(Outcome, "plots/study/preprocessing.csv", "study")
DENORMALISATION = Table(Channel, "plots/study/denormalisation.csv", "study")
CLIPPED = Table(Clipped, "plots/study/clipped.csv", "study")
RESOLUTION = Table(ResolutionResult, "plots/study/resolution.csv", "study")
