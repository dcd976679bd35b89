"""The one-to-one mapping that most training images agree with, where `frequency` is greedy."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..evidence import Labelled, count_favourites
from ..one_to_one import NONE, OneToOne
from ..options import StrategyOptions


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> OneToOne:
    """Maximise Σₜ F[s(t), t] over assignments that use no ImageNet class twice.

    logits (N, S), labels (N,). Of equally good assignments the one whose indices s sum to least.
    A target that no agreeing class is left for has no class: its score is −inf.
    """
    counts = count_favourites(train)
    classes = len(counts)
    # all K penalties together stay below 1, and counts are whole: they decide between equals only
    penalty = np.arange(classes)[:, np.newaxis] / (classes * train.targets)
    rows, columns = linear_sum_assignment(counts - penalty * (counts > 0), maximize=True)
    agreeing = counts[rows, columns] > 0
    sources = np.full(train.targets, NONE, np.int64)
    sources[columns[agreeing]] = rows[agreeing]
    return OneToOne(sources, classes)
