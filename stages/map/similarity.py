"""How akin each ImageNet class is to each target in WordNet, by the information that they share."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import ImagenetClass, Target, WordNet
from .mapper import divide_or_zero


def shared_content(
    imagenet: tuple[ImagenetClass, ...], targets: tuple[Target, ...], wordnet: WordNet
) -> NDArray[np.float64]:
    """(S, K): information content of the best ancestor that class and target share (Resnik, 1995).

    Information content is −log of the share of the S classes below a synset: at most log S, and 0
    for what all share. All parents are followed on both sides, and a synset is its own ancestor.
    """
    above = [wordnet.ancestors(known.wnid) for known in imagenet]
    below = Counter(wnid for ancestors in above for wnid in ancestors)
    content = {wnid: float(-np.log(count / len(imagenet))) for wnid, count in below.items()}
    columns = [
        [max((content[wnid] for wnid in ancestors & ours), default=0.0) for ancestors in above]
        for ours in (wordnet.ancestors(target.root) for target in targets)
    ]
    return np.array(columns).T


def similarity(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, K) in [0, 1]: shared content over its column's maximum.

    1 for the classes below a target's root or, where it has none, below the nearest synset above it
    that has some (deer: ruminant). It compares classes for one target.
    """
    return np.asarray(divide_or_zero(shared, shared.max(axis=0)), dtype=np.float64)


def nearness(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, K) in [0, 1]: shared content over the mean of both sides' own (Lin, 1998).

    It compares targets for one class, so a broad target may not gain by its breadth: a lion shares
    feline with cat and carnivore with dog. Of targets that share as much, the broader is nearer.
    """
    own = np.log(len(shared)) + shared.max(axis=0)
    return np.asarray(divide_or_zero(2 * shared, own), dtype=np.float64)
