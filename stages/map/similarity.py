"""How near each ImageNet class is to each target in WordNet (Resnik, 1995, made relative)."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from stages.map.mapper import divide_or_zero
from stages.vocabulary import ImagenetClass, Target, WordNet


def similarity(
    imagenet: tuple[ImagenetClass, ...], targets: tuple[Target, ...], wordnet: WordNet
) -> NDArray[np.float64]:
    """(S, K) in [0, 1]: information content of the best shared ancestor, over its column's maximum.

    Information content is −log of the share of the S classes below a synset. All parents are
    followed on both sides, and a class is its own ancestor; 1 for the classes below a target's
    root (or, where it has none, below the nearest synset above it that has some), 0 for classes
    that share nothing but what all share.
    """
    above = [wordnet.ancestors(known.wnid) for known in imagenet]
    below = Counter(wnid for ancestors in above for wnid in ancestors)
    content = {wnid: float(-np.log(count / len(imagenet))) for wnid, count in below.items()}
    columns = [
        [max((content[wnid] for wnid in ancestors & ours), default=0.0) for ancestors in above]
        for ours in (wordnet.ancestors(target.root) for target in targets)
    ]
    table = np.array(columns).T
    highest = table.max(axis=0)
    return np.asarray(divide_or_zero(table, highest), dtype=np.float64)
