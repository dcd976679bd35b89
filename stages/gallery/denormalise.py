"""Normalisation of pixels for a network, and its inverse: a shift and a scale for each channel."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images
from ..core.errors import DataError

Floats = NDArray[np.floating[Any]]

# mean and standard deviation of ImageNet's training images, RGB, of values in [0, 1]
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


def normalize(
    images: Images, mean: Sequence[float] = IMAGENET_MEAN, std: Sequence[float] = IMAGENET_STD
) -> NDArray[np.float32]:
    """The network's input: (pixel / 255 − mean) / std, for each channel.

    images uint8 (..., H, W, 3), RGB. Returns float32 of the same shape; with ImageNet's values
    R lies in [−2.12, 2.25], G in [−2.04, 2.43], B in [−1.80, 2.64].
    """
    shares = images.astype(np.float32) / 255
    scaled = (shares - np.asarray(mean, np.float32)) / np.asarray(std, np.float32)
    return np.asarray(scaled, np.float32)  # for mypy: it is float32 already


def denormalize(
    images: Floats, mean: Sequence[float] = IMAGENET_MEAN, std: Sequence[float] = IMAGENET_STD
) -> Floats:
    """The inverse of `normalize` for display: value · std + mean, clipped to [0, 1].

    images float (N, H, W, 3) or (N, 3, H, W), RGB, or one image without N; if both layouts fit,
    the channels are the last axis. Returns the same layout and type. mean and std default to
    ImageNet's, (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225), which torchvision's ResNets use.
    Values outside [0, 1] cannot come from a picture, so clipping loses nothing.
    """
    shape = _channel_shape(images)
    scale, shift = (np.asarray(values, images.dtype).reshape(shape) for values in (std, mean))
    return np.clip(images * scale + shift, 0, 1)


def _channel_shape(images: Floats) -> tuple[int, ...]:
    """The shape in which three numbers, one for each channel, broadcast against these images."""
    if images.ndim in (3, 4) and np.issubdtype(images.dtype, np.floating):
        if images.shape[-1] == 3:
            return (3,)
        if images.shape[-3] == 3:
            return (3, 1, 1)
    raise DataError(
        f"denormalize got {images.dtype} {images.shape}; "
        "wanted: normalised float (N, H, W, 3) or (N, 3, H, W), or one image without N."
    )
