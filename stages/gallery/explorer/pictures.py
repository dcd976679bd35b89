"""Pictures as the network gets them, denormalised, many in one file."""

from collections.abc import Iterator, Sequence

import numpy as np

from ...core.arrays import Images
from ..denormalise import denormalize, normalize

COLUMNS = 10
PICTURES = COLUMNS * COLUMNS  # in one file: 0.2 MB, of which a page of the table needs one or few


def as_seen(images: Images, mean: Sequence[float], std: Sequence[float]) -> Images:
    """Normalised for a network and denormalised for people: uint8 (N, H, W, 3) again."""
    seen = denormalize(normalize(images, mean, std), mean, std)
    return np.asarray(np.rint(seen * 255), np.uint8)


def make_sheets(images: Images) -> Iterator[Images]:
    """Pictures (N, H, W, 3), row by row, in sheets (R·H, COLUMNS·W, 3); black where none is left.

    All sheets but the last have PICTURES of them.
    """
    for start in range(0, len(images), PICTURES):
        part = images[start : start + PICTURES]
        rows = -(-len(part) // COLUMNS)
        height, width, channels = part.shape[1:]
        grid = np.zeros((rows * COLUMNS, height, width, channels), np.uint8)
        grid[: len(part)] = part
        grid = grid.reshape(rows, COLUMNS, height, width, channels).swapaxes(1, 2)
        yield grid.reshape(rows * height, COLUMNS * width, channels)
