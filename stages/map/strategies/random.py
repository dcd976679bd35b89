"""Chance: a target drawn for each image, the floor that every strategy must beat."""

from dataclasses import dataclass

import numpy as np

from stages.core.arrays import Logits, Probabilities
from stages.core.values import Seed
from stages.map.evidence import Knowledge
from stages.map.mapper import Floats
from stages.map.options import StrategyOptions
from stages.map.reduction import draw_targets


class Options(StrategyOptions):
    """seed: another one draws other targets."""

    seed: Seed


@dataclass(frozen=True)
class RandomTargets:
    """Score 1 for the target that `draw_targets` draws for an image, 0 for the others."""

    targets: int
    seed: int
    probabilities: Probabilities = "none"
    warning: str | None = None

    def __call__(self, logits: Logits) -> Floats:
        """(N, S) to (N, K)."""
        return np.eye(self.targets)[draw_targets(logits, self.targets, self.seed)]


def fit(knowledge: Knowledge, options: Options) -> RandomTargets:
    """Needs to know how many targets there are."""
    return RandomTargets(len(knowledge.targets), options.seed)
