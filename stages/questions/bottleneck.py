"""Question 2: why bottlenecks 1×1 → 3×3 → 1×1."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tables.study import Cost
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

EXPANSION = 4  # the width of a bottleneck divided by the width of its middle


@dataclass(frozen=True)
class Stage:
    """The costs of a bottleneck in one stage of the network, and of two basic blocks.

    basic: as wide as the bottleneck; narrow: as wide as the bottleneck's middle; time: of the basic
    block divided by that of the bottleneck.
    """

    width: int
    side: int
    bottleneck: Cost
    basic: Cost
    narrow: Cost
    time: float

    @property
    def middle(self) -> int:
        """The number of channels of the 3×3 convolution."""
        return self.width // EXPANSION

    @property
    def parameters(self) -> float:
        """Parameters of the basic block divided by those of the bottleneck."""
        return self.basic.parameters / self.bottleneck.parameters

    @property
    def multiply_adds(self) -> float:
        """Multiply-adds of the basic block divided by those of the bottleneck."""
        return self.basic.multiply_adds / self.bottleneck.multiply_adds

    @property
    def against_narrow(self) -> float:
        """Multiply-adds of the bottleneck divided by those of the narrow basic block."""
        return self.bottleneck.multiply_adds / self.narrow.multiply_adds


@dataclass(frozen=True, kw_only=True)
class Bottlenecks(QuestionResult):
    """Costs of blocks by stage, and of ResNet-50, ResNet-50 of basic blocks, and ResNet-34."""

    stages: tuple[Stage, ...]
    network: Cost
    of_basic_blocks: Cost
    shallower: Cost
    repetitions: int

    @property
    def time(self) -> tuple[float, float]:
        """The smallest and the largest ratio of times."""
        return min(s.time for s in self.stages), max(s.time for s in self.stages)


def find_facts(evidence: Evidence) -> Bottlenecks:
    """Verdicts on the savings, on the role of each convolution, and on deep and fast networks."""
    study = evidence.study
    stages = _stages(study.costs, {row.width: row.basic_over_bottleneck for row in study.timing})
    network, of_basic_blocks, shallower = (
        _one(study.costs, name) for name in ("ResNet-50", "ResNet-50 of basic blocks", "ResNet-34")
    )
    return Bottlenecks(
        verdicts={
            "saves": judge_savings(stages),
            "roles": judge_roles(stages),
            "fast": judge_speed(stages, network, shallower),
        },
        figure=study.figure("costs"),
        stages=stages,
        network=network,
        of_basic_blocks=of_basic_blocks,
        shallower=shallower,
        repetitions=max(row.repetitions for row in study.timing),
    )


def judge_savings(stages: Sequence[Stage]) -> ClaimVerdict:
    """Confirmed if bottlenecks save parameters and multiply-adds in every stage."""
    saved = [min(stage.parameters, stage.multiply_adds) > 1 for stage in stages]
    return "confirmed" if all(saved) else "refuted"


def judge_roles(stages: Sequence[Stage]) -> ClaimVerdict:
    """Refined if all widths are as the course says: what the 3×3 extracts is not measured."""
    return "refined" if all(is_as_drawn(stage) for stage in stages) else "refuted"


def judge_speed(stages: Sequence[Stage], network: Cost, shallower: Cost) -> ClaimVerdict:
    """Refuted if not faster than the same width; refined if the shallower network costs less."""
    if not all(stage.time > 1 for stage in stages):
        return "refuted"
    return "refined" if network.multiply_adds > shallower.multiply_adds else "confirmed"


def is_as_drawn(stage: Stage) -> bool:
    """Whether torchvision's block has exactly the parameters of 4n → n → n → 4n.

    With n channels in the middle: 4n² + 9n² + 4n² in convolutions, 2(n + n + 4n) in BatchNorm.
    """
    n = stage.middle
    return stage.bottleneck.parameters == 17 * n**2 + 12 * n


def _stages(costs: Sequence[Cost], times: dict[int, float]) -> tuple[Stage, ...]:
    narrow = {cost.side: cost for cost in costs if cost.design == "narrow basic"}
    basic = {cost.side: cost for cost in costs if cost.design == "basic"}
    return tuple(
        Stage(c.width, c.side, c, basic[c.side], narrow[c.side], times[c.width])
        for c in costs
        if c.design == "bottleneck"
    )


def _one(costs: Sequence[Cost], design: str) -> Cost:
    return next(cost for cost in costs if cost.design == design)
