"""How far a share, or a difference between two, can be trusted: shared by all that counts images.

wilson.py: limits of one share; paired.py: two predictions of the same images; holm.py: many tests.
"""

from .holm import holm
from .paired import Difference, mcnemar_p, paired_difference
from .wilson import wilson_limits

__all__ = ["Difference", "holm", "mcnemar_p", "paired_difference", "wilson_limits"]
