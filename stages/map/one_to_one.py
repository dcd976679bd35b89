"""Mappers that read each target off one ImageNet class of its own."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits, Probabilities

NONE = -1


@dataclass(frozen=True)
class OneToOne:
    """Score of a target = the logit of its ImageNet class; −inf for a target that has none.

    sources int64 (K,): an index in [0, S), or −1. `classes` is S.
    """

    sources: NDArray[np.int64]
    classes: int
    of: Literal["logits"] = "logits"
    probabilities: Probabilities = "softmax"
    warning: str | None = None

    @property
    def weights(self) -> NDArray[np.float32]:
        """(S, K): 1 where the ImageNet class stands for the target, else 0."""
        table = np.zeros((self.classes, len(self.sources)), np.float32)
        held = self.sources != NONE
        table[self.sources[held], held] = 1
        return table

    @property
    def bias(self) -> NDArray[np.float32]:
        """(K,): 0, or −inf for a target without an ImageNet class."""
        return np.where(self.sources == NONE, -np.inf, 0.0).astype(np.float32)

    def __call__(self, logits: Logits) -> NDArray[np.float32]:
        return np.where(self.sources == NONE, -np.inf, logits[:, self.sources]).astype(np.float32)
