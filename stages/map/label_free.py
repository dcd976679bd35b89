"""Where all label-free strategies start: standardised logits, added up by a list of classes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Logits, Probabilities
from ..core.errors import ParamsError
from .evidence import Unlabelled
from .options import GroupOptions
from .reduction import Members, reduce_groups
from .standard import Standard, in_chunks, measure


class StartOptions(GroupOptions):
    """A list, and how its groups add up.

    No sum: it would grow with the size of a group, which says nothing of deviations.
    """

    reduce: Literal["mean", "max", "logsumexp"]


@dataclass(frozen=True)
class StandardisedGroups:
    """Scores = reduction of standardised logits over each group + bias (K,); −inf where empty."""

    standard: Standard
    members: Members
    reduce: Literal["mean", "max", "logsumexp"]
    bias: NDArray[np.float64]
    probabilities: Probabilities
    warning: str | None = None  # about the prior behind the bias

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        parts = (
            reduce_groups(self.standard.of(part), self.members, self.reduce)
            for part in in_chunks(logits)
        )
        return np.concatenate(list(parts)) + self.bias


def start(seen: Unlabelled, options: StartOptions) -> StandardisedGroups:
    """Without bias. Its scores are deviations from the usual, not log probabilities."""
    groups = seen.knowledge.groups[options.groups]
    if not any(groups.members):
        raise ParamsError(f"groups is {options.groups}, whose groups are all empty; use another")
    nothing = np.zeros(len(groups.members))
    return StandardisedGroups(
        measure(seen.logits), groups.members, options.reduce, nothing, probabilities="none"
    )
