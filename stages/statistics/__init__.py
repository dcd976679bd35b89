"""How far a share, or a difference between two, can be trusted: shared by all that counts images.

wilson.py: limits of one share; paired.py: two predictions of the same images; holm.py: many tests.
"""

from stages.statistics.holm import holm
from stages.statistics.paired import Difference, mcnemar_p, paired_difference
from stages.statistics.wilson import wilson_limits

__all__ = ["Difference", "holm", "mcnemar_p", "paired_difference", "wilson_limits"]
