"""Where all label-free strategies start: standardised logits, added up by a list of classes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stages.core.arrays import Logits, Probabilities
from stages.core.errors import ParamsError
from stages.map.evidence import Unlabelled
from stages.map.options import GroupOptions
from stages.map.reduction import Members, reduce_groups
from stages.map.standard import Scaler, fit_scaler, in_chunks


class StandardisedOptions(GroupOptions):
    """A list, and how its groups add up.

    No sum: it would grow with the size of a group, which says nothing of deviations.
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
    warning: str | None = None  # about the prior behind the bias

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        parts = (
            reduce_groups(self.scaler.transform(part), self.members, self.reduce)
            for part in in_chunks(logits)
        )
        return np.concatenate(list(parts)) + self.bias


def standardise_groups(seen: Unlabelled, options: StandardisedOptions) -> StandardisedGroups:
    """Without bias. Its scores are deviations from the usual, not log probabilities."""
    groups = seen.knowledge.groups[options.groups]
    if not any(groups.members):
        raise ParamsError(f"groups is {options.groups}, whose groups are all empty; use another")
    nothing = np.zeros(len(groups.members))
    return StandardisedGroups(
        fit_scaler(seen.logits), groups.members, options.reduce, nothing, probabilities="none"
    )
