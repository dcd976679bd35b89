"""Unlabelled images of few classes, with what is known of them."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stages import vocabulary
from stages.core.arrays import Labels, Logits
from stages.map.evidence import Knowledge, Unlabelled
from stages.map.group_file import Row
from stages.map.groups import Groups

Shares = list[float]


def knowledge(
    members: list[list[int]], kind: Literal["zero_shot", "informed"] = "zero_shot"
) -> Knowledge:
    """A list `wordnet_broad` with the given classes; targets are called t0, t1, …"""
    rows = {
        f"t{t}": tuple(Row(index=s, wnid="n", name="x", reason="made") for s in group)
        for t, group in enumerate(members)
    }
    empty = {target: "made" for target, group in rows.items() if not group}
    groups = Groups("wordnet_broad", "made", "tests", "1", kind, "cifar10", rows, {}, empty)
    targets = tuple(vocabulary.Target(name, "n", "n") for name in rows)
    return Knowledge((), targets, vocabulary.WordNet({}, {}), {"wordnet_broad": groups})


def images(
    shares: Shares, count: int = 600, size: int = 30, hint: float = 1.5, seed: int = 0
) -> tuple[Logits, Labels]:
    """Gaussian clusters; logit t leans a little towards target t, ten others say far more.

    Whoever reads logit t alone is often wrong; the clusters are nearly disjoint.
    """
    draw = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(shares)), np.round(np.array(shares) * count).astype(int))
    centres = np.zeros((len(shares), size))
    centres[:, len(shares) :] = draw.normal(scale=1.2, size=(len(shares), size - len(shares)))
    centres[np.arange(len(shares)), np.arange(len(shares))] = hint
    logits = draw.normal(size=(len(labels), size)) + centres[labels]
    return logits.astype(np.float32), labels.astype(np.int64)


def unlabelled(logits: Logits, members: list[list[int]]) -> Unlabelled:
    """The images beside the list."""
    return Unlabelled(logits, knowledge(members))


def accuracy(scores: NDArray[np.floating], labels: Labels) -> float:
    """Share of images whose highest score is their label's."""
    return float((scores.argmax(axis=1) == labels).mean())
