"""Top-k hits, and scores without a target that ImageNet lacks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Labels, Scores, predict


def top_k_hits(scores: Scores, labels: Labels, k: int) -> NDArray[np.bool_]:
    """(N,): whether the true target is among the k highest scores of its image.

    Ties: the lowest index first. An excluded target (−inf) is never among them.
    """
    rows = np.arange(len(labels))
    true = scores.scores[rows, labels][:, np.newaxis]
    earlier = np.arange(scores.scores.shape[1]) < labels[:, np.newaxis]
    ahead = (scores.scores > true) | ((scores.scores == true) & earlier)
    hits: NDArray[np.bool_] = (ahead.sum(axis=1) < k) & ~np.isneginf(true[:, 0])
    return hits


def without_target(scores: Scores, labels: Labels, target: str) -> tuple[Scores, Labels]:
    """The scores and labels of a strategy without `target`, its images and its column.

    Predictions are the highest of the other K − 1 scores; an image for which only `target` was
    possible is rejected. Labels are renumbered.
    """
    gone = scores.targets.index(target)
    kept = labels != gone
    left = np.delete(scores.scores[kept], gone, axis=1)
    names = tuple(name for name in scores.targets if name != target)
    renumbered = labels[kept] - (labels[kept] > gone)
    return replace(scores, scores=left, predictions=predict(left), targets=names), renumbered
