"""Resizes images in batches, with the same results as Pillow, which the usual recipes use."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from ..core.arrays import Images
from .recipe import Resizing


def resize(images: Images, chosen: Resizing) -> Images:
    """Images uint8 (N, H, W, 3) to uint8 (N, size, size, 3), contiguous.

    `crop: center` is the ImageNet recipe: enlarge to 256/224 of the size, keep the middle.
    Equal to Pillow's result for nearest, and for bilinear if the scale is a whole number (32 → 128,
    224, 256). Otherwise torch's weights have fewer bits, and values differ by at most 2.
    """
    side = round(chosen.size * 256 / 224) if chosen.crop == "center" else chosen.size
    if chosen.interpolation == "nearest":
        rows, columns = (_nearest(length, side) for length in images.shape[1:3])
        enlarged = images[:, rows[:, None], columns]
    else:
        enlarged = _antialiased(images, side, chosen.interpolation)
    start = round((side - chosen.size) / 2)  # as torchvision's CenterCrop rounds
    kept = slice(start, start + chosen.size)
    return np.ascontiguousarray(enlarged[:, kept, kept])


def _nearest(length: int, side: int) -> NDArray[np.int64]:
    """The index of the source pixel under the centre of each of `side` pixels.

    It is a running sum, as in Pillow: if a centre is between two pixels, its rounding decides.
    """
    scale = length / side
    return np.cumsum([scale / 2, *[scale] * (side - 1)]).astype(np.int64)


def _antialiased(images: Images, side: int, mode: str) -> Images:
    """Torch's 8-bit kernel. It uses integers, so threads and batches do not change the result."""
    channels_last = torch.from_numpy(np.array(images)).permute(0, 3, 1, 2)
    resized = interpolate(
        channels_last, size=(side, side), mode=mode, align_corners=False, antialias=True
    )
    return resized.permute(0, 2, 3, 1).numpy()
