"""The one mapping that the experiments share, from the vocabulary alone.

Every ImageNet class below a target's `broad` synset stands for the target, and a target's score is
the mean probability of its classes. No list of `map` is read: those are there to be edited, and an
edit should not run the experiments again. (wordnet_broad differs in one target: for deer it takes
the antelopes, this takes every ruminant.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import Labels, Logits
from ..vocabulary import ImagenetClass, Target, WordNet

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MappedImages:
    """Results for N images: right (N,), whether the prediction is the label; mapped (N,), whether
    the top-1 class is mapped to any target; confidence (N,), the top-1 probability.
    """

    right: Bools
    mapped: Bools
    confidence: Floats


def find_members(
    targets: Sequence[Target], classes: Sequence[ImagenetClass], wordnet: WordNet
) -> Bools:
    """(K, S): whether class s stands for target t; minivan does for two."""
    above = [wordnet.ancestors(known.wnid) for known in classes]
    return np.array([[target.broad in found for found in above] for target in targets])


def map_logits(logits: Logits, labels: Labels, members: Bools) -> MappedImages:
    """Logits (N, S), labels (N,), members (K, S); of equal scores the lowest index wins."""
    probabilities = softmax(logits.astype(np.float64), axis=1)
    scores = probabilities @ (members / members.sum(axis=1, keepdims=True)).T
    stands: Bools = np.logical_or.reduce(members, axis=0)
    return MappedImages(
        right=scores.argmax(axis=1) == labels,
        mapped=stands[logits.argmax(axis=1)],
        confidence=probabilities.max(axis=1),
    )
