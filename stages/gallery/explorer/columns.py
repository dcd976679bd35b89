"""The explorer's data of all images: one array for each column, each name only once."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ... import vocabulary
from ...core.arrays import Labels, Logits, Scores
from ...drawing import KINDS
from ..captions import rank_probabilities
from ..choice import count_distinct_targets

TOP_CLASSES = 5
DIGITS = 4  # of a probability: 0.01 %


def make_columns(
    labels: Labels,
    logits: Logits,
    strategies: Mapping[str, Scores],
    targets_of: Mapping[int, tuple[int, ...]],
) -> dict[str, Any]:
    """The data as JSON values, for N images, M strategies, K targets and C ImageNet classes.

    truth, right, different (N,): the label; how many strategies predict it; how many different
    targets they predict. labels (M, N): predictions in [−1, K); strategies (M,): by kind, then by
    name. top_classes and probabilities (5, N): the likeliest first. classes: wnid, names and
    targets of each class that occurs.
    """
    ordered = sorted(strategies, key=lambda name: (KINDS.index(strategies[name].kind), name))
    predictions = np.stack([strategies[name].predictions for name in ordered])
    top_classes, probabilities = rank_probabilities(logits, TOP_CLASSES)
    imagenet = vocabulary.imagenet()
    return {
        "targets": strategies[ordered[0]].targets,
        "strategies": [{"name": name, "kind": strategies[name].kind} for name in ordered],
        "classes": {
            index: {
                "wnid": imagenet[index].wnid,
                "names": imagenet[index].names,
                "targets": targets_of.get(index, ()),
            }
            for index in np.unique(top_classes).tolist()
        },
        "truth": labels.tolist(),
        "right": (predictions == labels).sum(axis=0).tolist(),
        "different": count_distinct_targets(predictions).tolist(),
        "labels": predictions.tolist(),
        "top_classes": top_classes.T.tolist(),
        "probabilities": probabilities.T.round(DIGITS).tolist(),
    }
