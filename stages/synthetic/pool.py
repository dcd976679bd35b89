"""The pool: as many pictures of each kind, drawn from fixed seeds."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import numpy as np

from ..core.arrays import Images
from . import kinds

EACH: Final = 30  # pictures of a kind
KINDS: Final[Mapping[str, Callable[[np.random.Generator, int, int], Images]]] = {
    "noise": kinds.draw_noise,
    "leaves": kinds.draw_leaves,
    "blobs": kinds.draw_blobs,
    "scenes": kinds.draw_scenes,
}


@cache
def make_pictures(side: int = 32) -> Images:
    """uint8 (N, side, side, 3): EACH of every kind, kind after kind; the same on every machine."""
    drawn = [
        draw(np.random.Generator(np.random.PCG64([0, number])), EACH, side)
        for number, draw in enumerate(KINDS.values())
    ]
    pictures = np.concatenate(drawn)
    pictures.flags.writeable = False  # every caller has the same array
    return pictures
