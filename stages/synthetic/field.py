"""Random fields with a given spectrum, without rounding errors.

A sum of cosines in floating point has other last bits on another processor. Here the cosines are
rounded to whole numbers once, far from any tie, and all sums stay below 2^53, where double
precision is exact in any order.
"""

from functools import cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

UNIT = 256  # stands for 1 in the tables of cosines
STRONGEST = 4096  # the amplitude of the lowest frequency
PHASES = 1000  # of a full turn


def draw_fields(
    draw: np.random.Generator, count: int, side: int, *, steepness: int, deviation: int
) -> Whole:
    """(count, side, side): random fields of mean 0 with this standard deviation, both nearly.

    steepness: 1 for amplitudes ~ 1/f, as in photographs (Field, 1987); 2 for 1/f², which is smooth.
    The phases are random, and the fields are periodic.
    """
    amplitude = _amplitudes(side, steepness)
    phase = draw.integers(PHASES, size=(count, side, side))
    cosine, sine = (table[phase] for table in make_waves(PHASES))
    along = np.outer(np.arange(side), np.arange(side)) % side
    even, odd = (table[along] for table in make_waves(side))
    real, imaginary = amplitude * cosine, amplitude * sine
    total = even @ real @ even - odd @ real @ odd - even @ imaginary @ odd - odd @ imaginary @ even
    spread = isqrt(int(np.square(amplitude).sum()) // 2) * UNIT**3
    return total.astype(np.int64) * deviation // spread


@cache
def make_waves(steps: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosine and sine of a full turn in so many steps, in whole UNITs."""
    turn = 2 * np.pi * np.arange(steps) / steps
    return np.rint(UNIT * np.cos(turn)), np.rint(UNIT * np.sin(turn))


def _amplitudes(side: int, steepness: int) -> NDArray[np.float64]:
    """(side, side): the amplitude of each pair of frequencies, a whole number or 0."""
    frequency = np.minimum(np.arange(side), side - np.arange(side))
    squares = np.square(frequency)[:, np.newaxis] + np.square(frequency)
    powers = [
        [isqrt(STRONGEST**2 // int(one) ** steepness) if one else 0 for one in row]
        for row in squares
    ]
    return np.array(powers, dtype=np.float64)
