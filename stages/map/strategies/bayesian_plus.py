"""BLM+ (Cai et al., NeurIPS 2024): `bayesian` on probabilities instead of top-1 counts."""

from typing import Annotated

import numpy as np
from annotated_types import Gt, Le
from numpy.typing import NDArray
from scipy.special import softmax

from ...core.rows import in_chunks
from ..evidence import Labelled
from ..mapper import Linear
from ..options import StrategyOptions
from . import bayesian


class Options(StrategyOptions):
    smoothing: bayesian.Smoothing
    share: Annotated[float, Gt(0), Le(1)]  # α: an image counts for its α·K likeliest classes


def fit(train: Labelled, options: Options) -> Linear:
    """ω as in BLM, from F[s, t] = Σ of p_s over images of t with s among their top k classes.

    logits (N, S), labels (N,); k = max(1, ⌊α·K⌋), at most S. Equal probabilities: lowest s.
    """
    k = min(max(1, int(options.share * train.targets)), train.logits.shape[1])
    return bayesian.weigh_counts(_sum_top(train, k), options.smoothing)


def _sum_top(train: Labelled, k: int) -> NDArray[np.float64]:
    mass = np.zeros((train.logits.shape[1], train.targets))
    for logits, labels in zip(in_chunks(train.logits), in_chunks(train.labels), strict=True):
        rest = softmax(logits.astype(np.float64), axis=1)
        rows = np.arange(len(logits))
        for _ in range(k):  # argmax takes the lowest index of ties; a partial sort would not
            likeliest = rest.argmax(axis=1)
            np.add.at(mass, (likeliest, labels), rest[rows, likeliest])
            rest[rows, likeliest] = -1
    return mass
