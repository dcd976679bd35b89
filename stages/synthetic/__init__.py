"""Pictures of nothing: seeded generators whose pictures show no object of any data set.

What a network makes of them is its habit: the classes that it prefers whatever the picture. All
numbers are whole, so the pictures are equal to the byte on every machine.
"""

from .pool import EACH, KINDS, make_pictures

__all__ = ["EACH", "KINDS", "make_pictures"]
