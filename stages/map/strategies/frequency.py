"""Frequent label mapping (FLM; Chen et al., CVPR 2023): each target's commonest top-1 class.

On fixed logits the paper's iterative mapping (ILM) is the same: its iterations follow the prompt.
"""

import numpy as np

from ..evidence import Labelled, count_top1
from ..one_to_one import NONE, OneToOne
from ..options import StrategyOptions


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> OneToOne:
    """K times: map s to t for the largest remaining F[s, t], then remove row s and column t.

    logits (N, S), labels (N,). Equal counts: lowest s, then lowest t. A target with no positive
    count left (no training images, or all its top-1 classes taken) has no class: score −inf.
    """
    counts = count_top1(train)
    sources = np.full(train.targets, NONE, np.int64)
    while counts.max(initial=0) > 0:
        source, target = np.unravel_index(counts.argmax(), counts.shape)
        sources[target] = source
        counts[source, :] = 0
        counts[:, target] = 0
    return OneToOne(sources, train.logits.shape[1])
