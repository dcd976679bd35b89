"""Temperature scaling (Guo et al., 2017): one number that makes probabilities less or more extreme.

It is fitted to train labels, so a calibrated strategy *uses labels*, whatever its kind.
"""

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels
from .probability import normalise_log

Floats = NDArray[np.float64]

# if all predictions are right (or wrong), the loss falls towards one end until it is flat
COLDEST, HOTTEST = 0.01, 100.0


def fit_temperature(log_p: Floats, labels: Labels) -> float:
    """T in [0.01, 100] that minimises the mean −ln p of the true target under softmax(ln p / T).

    log_p (N, K) of images to which the strategy was not fitted, labels (N,). An image whose true
    target is excluded has an infinite loss at any T and is left out; 1.0 if no image is left.
    """
    from scipy.optimize import (
        minimize_scalar,
    )  # its import takes 0.5 s, and not every importer needs it

    rows = np.isfinite(log_p[np.arange(len(labels)), labels])
    if not rows.any():
        return 1.0
    kept, truth = log_p[rows], labels[rows]

    def loss(log_temperature: float) -> float:
        tempered = apply_temperature(kept, np.exp(log_temperature))
        return -float(tempered[np.arange(len(truth)), truth].mean())

    # convex in 1/T, so there is one minimum in ln T
    limits = (np.log(COLDEST), np.log(HOTTEST))
    return float(np.exp(minimize_scalar(loss, bounds=limits, method="bounded").x))


def apply_temperature(log_p: Floats, temperature: float) -> Floats:
    """ln of softmax(ln p / T), (N, K); the order of the targets does not change."""
    return normalise_log(log_p / temperature)
