"""Pictures of the network's input, denormalised, many in one file."""

from collections.abc import Iterator, Sequence

import numpy as np

from ...core.arrays import Images
from ..denormalise import denormalize, normalize

COLUMNS = 10
PICTURES = COLUMNS * COLUMNS  # in one file of 0.2 MB; a page of the table needs one or a few files


def denormalize_pictures(images: Images, mean: Sequence[float], std: Sequence[float]) -> Images:
    """Normalise as for the network, then denormalise for display: uint8 (N, H, W, 3) again."""
    restored = denormalize(normalize(images, mean, std), mean, std)
    return np.asarray(np.rint(restored * 255), np.uint8)


def make_sheets(images: Images) -> Iterator[Images]:
    """Arrange pictures (N, H, W, 3) row by row in sheets (R·H, COLUMNS·W, 3) of PICTURES each.

    The last sheet may have fewer; the rest of its last row is black.
    """
    for start in range(0, len(images), PICTURES):
        part = images[start : start + PICTURES]
        rows = -(-len(part) // COLUMNS)
        height, width, channels = part.shape[1:]
        grid = np.zeros((rows * COLUMNS, height, width, channels), np.uint8)
        grid[: len(part)] = part
        grid = grid.reshape(rows, COLUMNS, height, width, channels).swapaxes(1, 2)
        yield grid.reshape(rows * height, COLUMNS * width, channels)
