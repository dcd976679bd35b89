"""What is said beside each image: truth, the network's favourites, the strategies' answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.arrays import REJECTED, Logits

Verdict = Literal["right", "wrong", "rejected"]

FAVOURITES = 3


@dataclass(frozen=True)
class Answer:
    """One strategy's answer to one image; prediction is a target's name, or empty if rejected."""

    strategy: str
    prediction: str
    verdict: Verdict


@dataclass(frozen=True)
class Caption:
    """One image: its place among the test images, its truth, favourites with their probability."""

    index: int
    truth: str
    favourites: tuple[tuple[str, float], ...]
    answers: tuple[Answer, ...]


def rank_favourites(logits: Logits, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The likeliest ImageNet classes of each image (N, S): index and softmax, (N, count) each.

    Equal ones stand in the order of their index.
    """
    probabilities = softmax(logits.astype(np.float64), axis=1)
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    return best, np.take_along_axis(probabilities, best, axis=1)


def find_favourites(
    logits: NDArray[np.float32], names: Sequence[str], count: int = FAVOURITES
) -> tuple[tuple[str, float], ...]:
    """The likeliest ImageNet classes of one image (S,) by name, with their softmax."""
    (best,), (probabilities,) = rank_favourites(logits[None], count)
    return tuple((names[s], float(p)) for s, p in zip(best, probabilities, strict=True))


def judge(predictions: Mapping[str, int], truth: int, targets: Sequence[str]) -> tuple[Answer, ...]:
    """Each strategy's answer to one image, in the order given; predictions in [−1, K)."""
    return tuple(
        Answer(strategy, "", "rejected")
        if found == REJECTED
        else Answer(strategy, targets[found], "right" if found == truth else "wrong")
        for strategy, found in predictions.items()
    )
