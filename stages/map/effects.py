"""Flips → what each edit does to accuracy, with paired intervals and corrected p-values.

The interval is the one of `python -m stages.evaluate.compare`, whose room `map` may not import; a
test holds the two together.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from stages.map.edits import Flips

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Effects:
    """Accuracy after each edit less accuracy before; arrays (S, K), NaN where none is possible."""

    difference: Floats  # in [−1, 1]
    low: Floats
    high: Floats
    p: Floats  # exact McNemar test
    p_holm: Floats  # corrected over all possible edits


def measure_effects(flips: Flips, confidence: float) -> Effects:
    """Of every edit; confidence in (0, 1)."""
    difference = (flips.gained - flips.lost) / flips.images
    low, high = paired_interval(flips.lost, flips.gained, flips.images, confidence)
    p = mcnemar_p(flips.lost, flips.gained)
    p_holm = np.full(p.shape, np.nan)
    p_holm[flips.possible] = _correct(p[flips.possible])
    difference, low, high, p = (
        np.where(flips.possible, each, np.nan) for each in (difference, low, high, p)
    )
    return Effects(difference, low, high, p, p_holm)


def paired_interval(
    lost: NDArray[np.int64], gained: NDArray[np.int64], images: int, confidence: float
) -> tuple[Floats, Floats]:
    """Limits of (gained − lost)/N by Bonett and Price (2012), for N ≥ 1 images.

    Wald's interval after one image is added to either flip.
    """
    down, up = (lost + 1) / (images + 2), (gained + 1) / (images + 2)
    deviation = np.sqrt((up + down - (up - down) ** 2) / (images + 2))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * deviation
    return np.clip(up - down - reach, -1, 1), np.clip(up - down + reach, -1, 1)


def mcnemar_p(lost: NDArray[np.int64], gained: NDArray[np.int64]) -> Floats:
    """Two-sided: how likely so uneven a split of the flips is, up and down being alike."""
    from scipy.special import bdtr

    fewer, all_flips = np.minimum(lost, gained), lost + gained
    return np.asarray(np.minimum(1.0, 2 * bdtr(fewer, all_flips, 0.5)))


def _correct(p: Floats) -> Floats:
    """Holm (1979): the chance of even one false alarm among all edits stays below the level."""
    from statsmodels.stats.multitest import multipletests  # 0.8 s to import

    return np.asarray(multipletests(p, method="holm")[1])
