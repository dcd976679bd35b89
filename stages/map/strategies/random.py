"""Chance: a random target for each image, the lower bound that every strategy must exceed."""

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Logits, Probabilities
from ...core.values import Seed
from ..evidence import Knowledge
from ..mapper import Floats
from ..options import StrategyOptions
from ..reduction import draw_targets


class Options(StrategyOptions):
    """seed: of the random targets."""

    seed: Seed


@dataclass(frozen=True)
class RandomTargets:
    """Score 1 for the target that `draw_targets` draws for an image, 0 for the others."""

    targets: int
    seed: int
    probabilities: Probabilities = "none"
    note: str | None = None

    def __call__(self, logits: Logits) -> Floats:
        """Logits (N, S) to scores (N, K)."""
        return np.eye(self.targets)[draw_targets(logits, self.targets, self.seed)]


def fit(knowledge: Knowledge, options: Options) -> RandomTargets:
    """Only the number of targets is used."""
    return RandomTargets(len(knowledge.targets), options.seed)
