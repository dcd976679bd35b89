"""Colours and textures as photographs have them: much light and dark, little colour."""

import numpy as np

from ..core.arrays import Images
from .field import Whole, draw_fields

BRIGHTNESS = (32, 224)  # of a surface, of 255
TINT = 32  # how far a channel leaves the brightness
COLOURED = 3  # a texture varies so many times as much in brightness as in a channel


def draw_colours(draw: np.random.Generator, shape: tuple[int, ...]) -> Whole:
    """(*shape, 3): a brightness, and a tint of each channel."""
    brightness = draw.integers(*BRIGHTNESS, size=(*shape, 1))
    return brightness + draw.integers(-TINT, TINT + 1, size=(*shape, 3))


def draw_textures(draw: np.random.Generator, count: int, side: int, deviation: int) -> Whole:
    """(count, side, side, 3): 1/f noise about 0, most of it the same in all channels."""
    light = draw_fields(draw, count, side, steepness=1, deviation=deviation)
    channels = draw_fields(draw, 3 * count, side, steepness=1, deviation=deviation // COLOURED)
    return light[..., np.newaxis] + np.moveaxis(channels.reshape(count, 3, side, side), 1, -1)


def shade(side: int, depth: int) -> Whole:
    """(side, 1, 1): light from above: depth at the upper edge, −depth at the lower one."""
    return ((side // 2 - np.arange(side)) * 2 * depth // side)[:, np.newaxis, np.newaxis]


def to_pixels(values: Whole) -> Images:
    """Whole numbers as uint8, clipped to [0, 255]."""
    return values.clip(0, 255).astype(np.uint8)
