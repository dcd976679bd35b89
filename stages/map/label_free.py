"""The base of all label-free strategies: standardised logits, reduced over each target's group."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import LogitRows, Members, Probabilities
from ..core.errors import ParamsError
from ..core.rows import in_chunks
from .evidence import Unlabelled
from .options import GroupOptions
from .reduction import reduce_groups
from .standard import Scaler, fit_scaler


class StandardisedOptions(GroupOptions):
    """The class list and its reduction.

    There is no `sum`: it would grow with the size of a group.
    """

    reduce: Literal["mean", "max", "logsumexp"]


@dataclass(frozen=True)
class StandardisedGroups:
    """Scores = reduction of standardised logits over each group + bias (K,); −inf where empty."""

    scaler: Scaler
    members: Members
    reduce: Literal["mean", "max", "logsumexp"]
    bias: NDArray[np.float64]
    probabilities: Probabilities
    note: str | None = None  # on the prior that the bias comes from

    def __call__(self, logits: LogitRows) -> NDArray[np.float64]:
        parts = (
            reduce_groups(self.scaler.transform(part), self.members, self.reduce)
            for part in in_chunks(logits)
        )
        return np.concatenate(list(parts)) + self.bias


def standardise_groups(seen: Unlabelled, options: StandardisedOptions) -> StandardisedGroups:
    """Fit with bias 0. The scores are mean standardised logits, not log probabilities."""
    groups = seen.knowledge.groups[options.groups]
    if not any(groups.members):
        raise ParamsError(f"groups is {options.groups}, whose groups are all empty; use another")
    bias = np.zeros(len(groups.members))
    return StandardisedGroups(
        fit_scaler(seen.logits), groups.members, options.reduce, bias, probabilities="none"
    )
