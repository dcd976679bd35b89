"""What the explorer knows of all images: arrays by column, each name once."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ... import vocabulary
from ...core.arrays import Labels, Logits, Scores
from ...drawing import KINDS
from ..captions import rank_favourites
from ..choice import count_answers

FAVOURITES = 5
DIGITS = 4  # of a probability: 0.01 %


def make_columns(
    labels: Labels,
    logits: Logits,
    strategies: Mapping[str, Scores],
    stands_for: Mapping[int, tuple[int, ...]],
) -> dict[str, Any]:
    """As JSON takes it, for N images, M strategies of K targets and the C classes that occur.

    truth, right, different (N,): the target; how many strategies say so; how many different ones
    they name. labels (M, N) in [−1, K); strategies (M,) by kind, then by name. favourites and
    probabilities (5, N), the likeliest first; classes: wnid, names and targets of each of the C.
    """
    ordered = sorted(strategies, key=lambda name: (KINDS.index(strategies[name].kind), name))
    predictions = np.stack([strategies[name].predictions for name in ordered])
    favourites, probabilities = rank_favourites(logits, FAVOURITES)
    known = vocabulary.imagenet()
    return {
        "targets": strategies[ordered[0]].targets,
        "strategies": [{"name": name, "kind": strategies[name].kind} for name in ordered],
        "classes": {
            index: {
                "wnid": known[index].wnid,
                "names": known[index].names,
                "targets": stands_for.get(index, ()),
            }
            for index in np.unique(favourites).tolist()
        },
        "truth": labels.tolist(),
        "right": (predictions == labels).sum(axis=0).tolist(),
        "different": count_answers(predictions).tolist(),
        "labels": predictions.tolist(),
        "favourites": favourites.T.tolist(),
        "probabilities": probabilities.T.round(DIGITS).tolist(),
    }
