"""The one-to-one mapping that is right for most training images; `frequency` approximates it."""

import numpy as np

from ..evidence import Labelled, count_top1
from ..one_to_one import NONE, OneToOne
from ..options import StrategyOptions


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> OneToOne:
    """Maximise Σₜ F[s(t), t] over assignments that use no ImageNet class twice.

    logits (N, S), labels (N,). Of equally good assignments the one with the smallest sum of s.
    A target with F[s(t), t] = 0 has no class: its score is −inf.
    """
    from scipy.optimize import linear_sum_assignment  # a slow import, for this method alone

    counts = count_top1(train)
    classes = len(counts)
    # all K penalties together are below 1, and counts are whole: penalties only break ties
    penalty = np.arange(classes)[:, np.newaxis] / (classes * train.targets)
    rows, columns = linear_sum_assignment(counts - penalty * (counts > 0), maximize=True)
    agreeing = counts[rows, columns] > 0
    sources = np.full(train.targets, NONE, np.int64)
    sources[columns[agreeing]] = rows[agreeing]
    return OneToOne(sources, classes)
