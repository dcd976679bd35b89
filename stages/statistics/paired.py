"""Two predictions of the same images: the difference in accuracy, and what it could have been.

Going from one to the other, `lost` images of N turn from right to wrong and `gained` from wrong to
right; the rest says nothing about the difference. All functions take arrays of any equal shape.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Difference(NamedTuple):
    """Accuracy after less accuracy before, in [−1, 1], with its confidence limits."""

    value: Floats
    low: Floats
    high: Floats


def paired_difference(
    lost: ArrayLike, gained: ArrayLike, images: int, confidence: float
) -> Difference:
    """(gained − lost)/N with the interval of Bonett and Price (2012), for N ≥ 1 images.

    Wald's interval after one image is added to either flip, so its centre is drawn towards 0 and
    it has a width where nothing flipped. Chosen by measured coverage: docs/metrics.md.
    """
    down, up = np.asarray(lost), np.asarray(gained)
    share_down, share_up = (down + 1) / (images + 2), (up + 1) / (images + 2)
    centre = share_up - share_down
    deviation = np.sqrt((share_up + share_down - centre**2) / (images + 2))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * deviation
    low, high = np.clip(centre - reach, -1, 1), np.clip(centre + reach, -1, 1)
    return Difference((up - down) / images, low, high)


def mcnemar_p(lost: ArrayLike, gained: ArrayLike) -> Floats:
    """Exact two-sided McNemar test (McNemar, 1947): flips are as likely up as down.

    p = min(1, 2·P(X ≤ min(lost, gained))) for X ~ Binomial(lost + gained, ½); 1 without flips.
    """
    from scipy.special import bdtr  # as much as the rest of `compare` to import

    down, up = np.asarray(lost, dtype=np.int64), np.asarray(gained, dtype=np.int64)
    p: Floats = np.minimum(1.0, 2 * bdtr(np.minimum(down, up), down + up, 0.5))
    return p
