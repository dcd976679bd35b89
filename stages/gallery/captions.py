"""Captions of the images: truth, the network's top classes, the strategies' predictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from stages.core.arrays import REJECTED, Logits

Correctness = Literal["right", "wrong", "rejected"]

TOP_CLASSES = 3


@dataclass(frozen=True)
class StrategyPrediction:
    """One strategy's answer to one image; prediction is a target's name, or empty if rejected."""

    strategy: str
    prediction: str
    correctness: Correctness


@dataclass(frozen=True)
class Caption:
    """One test image: its index, its truth, its top ImageNet classes with their probability."""

    index: int
    truth: str
    top_classes: tuple[tuple[str, float], ...]
    predictions: tuple[StrategyPrediction, ...]


def rank_probabilities(logits: Logits, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The likeliest ImageNet classes of each image (N, S): index and softmax, (N, count) each.

    Equal ones stand in the order of their index.
    """
    probabilities = softmax(logits.astype(np.float64), axis=1)
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    return best, np.take_along_axis(probabilities, best, axis=1)


def name_top_classes(
    logits: NDArray[np.float32], names: Sequence[str], count: int = TOP_CLASSES
) -> tuple[tuple[str, float], ...]:
    """The likeliest ImageNet classes of one image (S,) by name, with their softmax."""
    (best,), (probabilities,) = rank_probabilities(logits[None], count)
    return tuple((names[s], float(p)) for s, p in zip(best, probabilities, strict=True))


def judge_predictions(
    predictions: Mapping[str, int], truth: int, targets: Sequence[str]
) -> tuple[StrategyPrediction, ...]:
    """Each strategy's answer to one image, in the order given; predictions in [−1, K)."""
    return tuple(
        StrategyPrediction(strategy, "", "rejected")
        if found == REJECTED
        else StrategyPrediction(strategy, targets[found], "right" if found == truth else "wrong")
        for strategy, found in predictions.items()
    )
