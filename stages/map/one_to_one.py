"""One-to-one mappers: each target has one ImageNet class, which no other target has."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits, Probabilities

NONE = -1


@dataclass(frozen=True)
class OneToOne:
    """Score of a target = the logit of its ImageNet class; −inf for a target without a class.

    sources int64 (K,): the class of each target, in [0, S), or −1 for none. classes: S.
    """

    sources: NDArray[np.int64]
    classes: int
    of: Literal["logits"] = "logits"
    probabilities: Probabilities = "softmax"
    note: str | None = None

    @property
    def weights(self) -> NDArray[np.float32]:
        """(S, K): 1 where the ImageNet class is the target's, else 0."""
        table = np.zeros((self.classes, len(self.sources)), np.float32)
        assigned = self.sources != NONE
        table[self.sources[assigned], assigned] = 1
        return table

    @property
    def bias(self) -> NDArray[np.float32]:
        """(K,): 0, or −inf for a target without an ImageNet class."""
        return np.where(self.sources == NONE, -np.inf, 0.0).astype(np.float32)

    def __call__(self, logits: Logits) -> NDArray[np.float32]:
        return np.where(self.sources == NONE, -np.inf, logits[:, self.sources]).astype(np.float32)
