"""Frequent label mapping (FLM; Chen et al., CVPR 2023): each target's commonest top-1 class.

On fixed logits the paper's iterative mapping (ILM) is the same: its iterations follow the prompt.
With several sources a target, it is AutoVP's (Tsao et al., ICLR 2024).
"""

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from ...core.arrays import IMAGENET_CLASSES
from ..evidence import Labelled, count_top1
from ..mapper import Linear
from ..one_to_one import NONE, OneToOne
from ..options import StrategyOptions


class Options(StrategyOptions):
    """sources: classes of each target, at most; it is left out for the published one."""

    sources: Annotated[int, Ge(1), Le(IMAGENET_CLASSES)] = 1


def fit(train: Labelled, options: Options) -> OneToOne | Linear:
    """The classes of each target by greedy counts; of several, the mean of the probabilities.

    logits (N, S), labels (N,). A target with no positive count left (no training images, or all its
    top-1 classes taken) has no class: score −inf.
    """
    members = choose_sources(count_top1(train), options.sources)
    if options.sources == 1:
        sources = [next(iter(group), NONE) for group in members]
        return OneToOne(np.array(sources, np.int64), train.logits.shape[1])
    weights = np.zeros((train.logits.shape[1], train.targets))
    for target, group in enumerate(members):
        weights[group, target] = 1 / max(len(group), 1)
    return Linear(weights, "probabilities", "normalise")


def choose_sources(counts: NDArray[np.float64], sources: int) -> list[list[int]]:
    """For each target, the classes that it gets: the largest remaining F[s, t] maps s to t.

    Then row s is removed, so that a class is used once, and column t as soon as it has `sources`
    classes. counts F (S, K); equal ones: lowest s, then lowest t.
    """
    left, members = counts.copy(), [list[int]() for _ in range(counts.shape[1])]
    while left.max(initial=0) > 0:
        source, target = divmod(int(left.argmax()), left.shape[1])
        members[target].append(source)
        left[source, :] = 0
        if len(members[target]) == sources:
            left[:, target] = 0
    return members
