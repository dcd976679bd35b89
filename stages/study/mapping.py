"""The mapping that all experiments use; it comes only from the vocabulary.

Every ImageNet class below a target's `broad` synset is mapped to the target, and a target's score
is the mean probability of its classes. No list of `map` is read, because an edit of a list should
not run the experiments again. (wordnet_broad differs in one target: its deer are the antelopes,
here they are all ruminants.)
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
    """(K, S): whether class s is mapped to target t; minivan is mapped to two."""
    above = [wordnet.ancestors(one.wnid) for one in classes]
    return np.array([[target.broad in synsets for synsets in above] for target in targets])


def map_logits(logits: Logits, labels: Labels, members: Bools) -> MappedImages:
    """Map logits (N, S) by members (K, S) and compare with labels (N,); ties: the lowest index."""
    probabilities = softmax(logits.astype(np.float64), axis=1)
    sizes = np.maximum(members.sum(axis=1, keepdims=True), 1)  # a target may have no class
    scores = probabilities @ (members / sizes).T
    mapped: Bools = np.logical_or.reduce(members, axis=0)
    return MappedImages(
        right=scores.argmax(axis=1) == labels,
        mapped=mapped[logits.argmax(axis=1)],
        confidence=probabilities.max(axis=1),
    )
