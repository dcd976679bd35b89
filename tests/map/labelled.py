"""Small labelled data, made to order."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from stages.map.evidence import Labelled


def from_counts(counts: list[list[int]]) -> Labelled:
    """One image for each count of F[s, t]: its top-1 class is s, its label t."""
    table = np.array(counts)
    sources, labels = np.nonzero(table)
    often = table[sources, labels]
    logits = np.eye(len(counts), dtype=np.float32)[np.repeat(sources, often)]
    return Labelled(logits, np.repeat(labels, often).astype(np.int64), table.shape[1])


def from_probabilities(rows: list[list[float]], labels: list[int], targets: int) -> Labelled:
    """Images with the given softmax; a probability of 0 becomes a logit of −1000."""
    with np.errstate(divide="ignore"):
        logits = np.maximum(np.log(np.array(rows)), -1000)
    return Labelled(logits.astype(np.float32), np.array(labels, dtype=np.int64), targets)


def clusters(
    targets: int, per_class: int = 12, size: int = 20, spread: float = 1.0, seed: int = 0
) -> Labelled:
    """Gaussian clusters of logits (N, size), one a target, of one covariance far from round."""
    draw = np.random.default_rng(seed)
    labels = np.repeat(np.arange(targets), per_class)
    mixing = draw.normal(size=(size, size))
    noise = draw.normal(size=(len(labels), size)) @ mixing
    logits = 6 * draw.normal(size=(targets, size))[labels] + spread * noise
    return Labelled(logits.astype(np.float32), labels.astype(np.int64), targets)


def without(train: Labelled, target: int) -> Labelled:
    """The same without the images of one target, which stays in the class list."""
    keep = train.labels != target
    return Labelled(train.logits[keep], train.labels[keep], train.targets)


def predictions_of(scores: NDArray[np.floating]) -> list[int]:
    """Index of the highest score of each image."""
    return [int(index) for index in scores.argmax(axis=1)]


def count_tables(classes: int = 6, targets: int = 3) -> st.SearchStrategy[NDArray[np.int64]]:
    """Tables F (classes, targets) with at least one image."""
    return hnp.arrays(np.int64, (classes, targets), elements=st.integers(0, 9)).filter(np.any)
