"""An ensemble's logits: those of several networks for the same images, side by side."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import LogitRows
from ..core.rows import Rows, select
from .standard import centred


class SideBySide(Rows):
    """Logits (N, V·S) of V networks, read in slices; each network's are centred by image.

    Otherwise a network's constant, which means nothing, would count among the others' logits.
    """

    def __init__(self, views: Sequence[LogitRows]) -> None:
        self.views = tuple(views)
        self.shape = (len(self.views[0]), sum(view.shape[1] for view in self.views))

    def __getitem__(self, rows: slice, /) -> NDArray[np.float32]:
        parts = [centred(view[rows]).astype(np.float32) for view in self.views]
        return np.concatenate(parts, axis=1)

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "SideBySide":
        """Some of the images of all views."""
        return SideBySide([select(view, rows) for view in self.views])


def views_of(logits: LogitRows) -> tuple[LogitRows, ...]:
    """The logits of each network of an ensemble; of one network, its own."""
    return logits.views if isinstance(logits, SideBySide) else (logits,)
