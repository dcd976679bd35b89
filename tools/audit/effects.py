"""The effect of each edit on accuracy, with paired intervals and corrected p-values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stages.statistics import holm, mcnemar_p, paired_difference
from tools.audit.edits import Flips

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Effects:
    """Accuracy after each edit minus accuracy before; arrays (S, K), NaN if it is impossible."""

    difference: Floats  # in [−1, 1]
    low: Floats
    high: Floats
    p: Floats  # exact McNemar test
    p_holm: Floats  # corrected over all possible edits


def measure_effects(flips: Flips, confidence: float) -> Effects:
    """Measure the effect of every edit; confidence in (0, 1)."""
    difference, low, high = paired_difference(flips.lost, flips.gained, flips.images, confidence)
    p = mcnemar_p(flips.lost, flips.gained)
    p_holm = np.full(p.shape, np.nan)
    p_holm[flips.possible] = holm(p[flips.possible])
    difference, low, high, p = (
        np.where(flips.possible, each, np.nan) for each in (difference, low, high, p)
    )
    return Effects(difference, low, high, p, p_holm)
