"""One function for each kind of picture: uint8 (count, side, side, 3)."""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Images
from .field import Whole, draw_fields
from .paint import draw_colours, draw_textures, shade, to_pixels

LEAVES = 100  # discs of a picture: they cover nearly all of it
SMALLEST = 3  # radius of a disc, in pixels of a picture with 32; the largest is half a side
SIXTEENTHS = 16  # of a side, in which the sizes of blobs are given


def draw_noise(draw: np.random.Generator, count: int, side: int) -> Images:
    """1/f noise: the spectrum of photographs, and nothing else of them."""
    return to_pixels(128 + draw_textures(draw, count, side, 55))


def draw_leaves(draw: np.random.Generator, count: int, side: int) -> Images:
    """Dead leaves: discs that cover one another, radii ~ 1/r³ (Lee, Mumford and Huang, 2001)."""
    radii = np.arange(max(1, SMALLEST * side // 32), side // 2 + 1)
    chances = np.cumsum(10**9 // radii**3)
    chosen = draw.integers(chances[-1], size=(LEAVES, count))
    radius = radii[np.searchsorted(chances, chosen, side="right")]
    pictures = np.broadcast_to(draw_colours(draw, (count, 1, 1)), (count, side, side, 3))
    for reach in np.square(radius):
        inside = _distances(draw.integers(side, size=(count, 2)), side) <= reach[:, None, None]
        pictures = np.where(inside[..., None], draw_colours(draw, (count, 1, 1)), pictures)
    return to_pixels(pictures + draw_textures(draw, count, side, 12))


def draw_blobs(draw: np.random.Generator, count: int, side: int) -> Images:
    """A blob before a ground, each of one colour and texture, in light from above."""
    ground = draw_colours(draw, (count, 1, 1)) + draw_textures(draw, count, side, 20)
    blob = draw_colours(draw, (count, 1, 1)) + draw_textures(draw, count, side, 20)
    inside = _draw_outlines(draw, count, side, radius=5, roughness=8, astray=2)
    lit, dim = blob + shade(side, 60), ground + shade(side, 20)
    return to_pixels(np.where(inside[..., None], lit, dim))


def draw_scenes(draw: np.random.Generator, count: int, side: int) -> Images:
    """A horizon, three blobs of rising size anywhere, and one in the middle, before all others."""
    horizon = draw.integers(side // 3, side, size=(count, 1, 1, 1))
    above = np.arange(side)[:, np.newaxis, np.newaxis] < horizon
    sky, earth = draw_colours(draw, (count, 1, 1)) + 30, draw_colours(draw, (count, 1, 1))
    pictures = np.where(above, sky, earth) + draw_textures(draw, count, side, 15)
    for radius, astray in ((2, 5), (4, 5), (6, 5), (2, 2)):
        inside = _draw_outlines(draw, count, side, radius, roughness=10, astray=astray)
        blob = draw_colours(draw, (count, 1, 1)) + draw_textures(draw, count, side, 20)
        pictures = np.where(inside[..., None], blob + shade(side, 40), pictures)
    return to_pixels(pictures)


def _draw_outlines(
    draw: np.random.Generator, count: int, side: int, radius: int, roughness: int, astray: int
) -> NDArray[np.bool_]:
    """(count, side, side): the pixels of a rough disc.

    radius, and how far the middle goes astray from that of the picture, in SIXTEENTHS of the side;
    roughness: how much the square of the radius varies, in sixteenths of it.
    """
    far = astray * side // SIXTEENTHS
    middle = side // 2 + draw.integers(-far, far + 1, size=(count, 2))
    reach = (radius * side // SIXTEENTHS) ** 2
    wobble = draw_fields(draw, count, side, steepness=2, deviation=roughness)
    return _distances(middle, side) < reach + reach * wobble // SIXTEENTHS


def _distances(middle: Whole, side: int) -> Whole:
    """(count, side, side): the squared distance of each pixel from a point (count, 2)."""
    rows, columns = (np.square(np.arange(side) - middle[:, axis, None]) for axis in (0, 1))
    return np.asarray(rows[:, :, None] + columns[:, None])
