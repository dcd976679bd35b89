"""Frequent label mapping (FLM; Chen et al., CVPR 2023): each target gets its commonest favourite.

On fixed logits the paper's iterative mapping (ILM) is the same: its iterations follow the prompt.
"""

import numpy as np

from ..evidence import Labelled, count_favourites
from ..one_to_one import NONE, OneToOne
from ..options import StrategyOptions


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> OneToOne:
    """K times take the largest F[s, t] that is left, let s stand for t, strike row and column.

    logits (N, S), labels (N,). Equal counts: lowest s, then lowest t. A target without a favourite
    that is left (no training image of it, or all its favourites taken) has no class: score −inf.
    """
    counts = count_favourites(train)
    sources = np.full(train.targets, NONE, np.int64)
    while counts.max(initial=0) > 0:
        source, target = np.unravel_index(counts.argmax(), counts.shape)
        sources[target] = source
        counts[source, :] = 0
        counts[:, target] = 0
    return OneToOne(sources, train.logits.shape[1])
