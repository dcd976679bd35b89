"""Chance: a target drawn for each image, the floor that every strategy must beat."""

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Logits, Probabilities
from ...core.values import Seed
from ..evidence import Knowledge
from ..mapper import Floats
from ..options import StrategyOptions
from ..reduction import draw_targets


class Options(StrategyOptions):
    """seed: another one draws other targets."""

    seed: Seed


@dataclass(frozen=True)
class Drawn:
    """1 for the target that is drawn from an image's favourites (`draw_targets`), 0 for others."""

    targets: int
    seed: int
    probabilities: Probabilities = "none"
    warning: str | None = None

    def __call__(self, logits: Logits) -> Floats:
        """(N, S) to (N, K)."""
        return np.eye(self.targets)[draw_targets(logits, self.targets, self.seed)]


def fit(knowledge: Knowledge, options: Options) -> Drawn:
    """Needs to know how many targets there are."""
    return Drawn(len(knowledge.targets), options.seed)
