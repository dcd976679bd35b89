"""Captions of the images: the true class, the network's top classes, the predictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import REJECTED, Logits, rank_classes

Correctness = Literal["right", "wrong", "rejected"]

TOP_CLASSES = 3


@dataclass(frozen=True)
class StrategyPrediction:
    """One strategy's prediction for one image: a target's name, or "" if it is rejected."""

    strategy: str
    prediction: str
    correctness: Correctness


@dataclass(frozen=True)
class Caption:
    """One test image: its index, true class, top ImageNet classes with probability, predictions."""

    index: int
    truth: str
    top_classes: tuple[tuple[str, float], ...]
    predictions: tuple[StrategyPrediction, ...]


def rank_probabilities(logits: Logits, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The likeliest ImageNet classes of each image, logits (N, S): index and softmax (N, count).

    Ties: the lowest index first.
    """
    probabilities = softmax(logits.astype(np.float64), axis=1)
    best = rank_classes(probabilities, count)
    return best, np.take_along_axis(probabilities, best, axis=1)


def name_top_classes(
    logits: NDArray[np.float32], names: Sequence[str], count: int = TOP_CLASSES
) -> tuple[tuple[str, float], ...]:
    """The names of the likeliest ImageNet classes of one image, logits (S,), with their softmax."""
    (best,), (probabilities,) = rank_probabilities(logits[None], count)
    return tuple((names[s], float(p)) for s, p in zip(best, probabilities, strict=True))


def judge_predictions(
    predictions: Mapping[str, int], truth: int, targets: Sequence[str]
) -> tuple[StrategyPrediction, ...]:
    """Compare the prediction of each strategy for one image, in [−1, K), with its label."""
    return tuple(
        StrategyPrediction(strategy, "", "rejected")
        if target == REJECTED
        else StrategyPrediction(strategy, targets[target], "right" if target == truth else "wrong")
        for strategy, target in predictions.items()
    )
