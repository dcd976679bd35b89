"""A network's habit: the classes that it prefers whatever the picture.

Its kin in language models is contextual calibration: an input without content (Zhao et al., 2021).
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import LogitRows
from ..core.rows import in_chunks
from .standard import centred

Debias = Literal["none", "noise", "leaves", "blobs", "scenes", "pool"]
"""Whose mean is subtracted: synthetic pictures of a kind (stages/synthetic), or all of them."""

Habit = NDArray[np.float64]  # (S,), sums to 0


def measure_habit(logits: LogitRows) -> Habit:
    """(S,): the mean of each logit over pictures (N, S), each centred first."""
    return np.asarray(sum(centred(part).sum(axis=0) for part in in_chunks(logits)) / len(logits))


def measure_habits(logits: LogitRows, kinds: Mapping[str, int]) -> dict[str, Habit]:
    """The habit by kind of picture and over all; kinds: how many of each, in the rows' order."""
    ends = np.cumsum(list(kinds.values()))
    parts = zip(kinds, np.split(np.asarray(logits), ends[:-1]), strict=True)
    return {kind: measure_habit(part) for kind, part in parts} | {"pool": measure_habit(logits)}
