"""WordNet similarity of each ImageNet class to each target, by shared information content."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import ImagenetClass, Target, WordNet
from .mapper import divide_or_zero


def shared_content(
    imagenet: tuple[ImagenetClass, ...], targets: tuple[Target, ...], wordnet: WordNet
) -> NDArray[np.float64]:
    """(S, K): information content of the most specific common ancestor (Resnik, 1995).

    Information content is −log of the share of the S classes below a synset: at most log S, and 0
    for an ancestor of all classes. All parents count, and a synset is its own ancestor.
    """
    class_ancestors = [wordnet.ancestors(one.wnid) for one in imagenet]
    counts = Counter(wnid for ancestors in class_ancestors for wnid in ancestors)
    content = {wnid: float(-np.log(count / len(imagenet))) for wnid, count in counts.items()}
    columns = [
        [
            max((content[wnid] for wnid in above & ancestors), default=0.0)
            for above in class_ancestors
        ]
        for ancestors in (wordnet.ancestors(target.root) for target in targets)
    ]
    return np.array(columns).T


def resnik_similarity(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, K) in [0, 1]: shared content, divided by its column's maximum.

    1 for the classes below a target's root; if there are none, for those below its nearest ancestor
    with classes (deer: ruminant). It compares classes for one target.
    """
    return np.asarray(divide_or_zero(shared, shared.max(axis=0)), dtype=np.float64)


def lin_similarity(shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """(S, K) in [0, 1]: shared content, divided by the mean content of both synsets (Lin, 1998).

    It compares targets for one class: a lion shares feline with cat, and only carnivore with dog.
    Of two targets with equal shared content the broader one is more similar.
    """
    both_contents = np.log(len(shared)) + shared.max(axis=0)
    return np.asarray(divide_or_zero(2 * shared, both_contents), dtype=np.float64)
