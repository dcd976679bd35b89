"""The mappers of several networks as one: their log probabilities are added."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from ..core.arrays import Logits, Probabilities
from .mapper import Floats, Mapper


@dataclass(frozen=True)
class Pooled:
    """Scores = Σ ln p over the networks; logits (N, V·S) are theirs side by side.

    A strategy without probabilities has its scores added: standardised logits, votes. An image that
    one network rejects is rejected.
    """

    mappers: tuple[Mapper, ...]  # of as many parts of the logits, all of one width

    @property
    def probabilities(self) -> Probabilities:
        """Σ ln p is the logarithm of a product: `softmax` gives its shares."""
        return "none" if self.mappers[0].probabilities == "none" else "softmax"

    @property
    def note(self) -> str | None:
        """The notes of all networks, in their order."""
        return " | ".join(mapper.note for mapper in self.mappers if mapper.note) or None

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        views = np.split(logits, len(self.mappers), axis=1)
        parts = [
            _add_up(mapper(view).astype(np.float64), mapper.probabilities)
            for mapper, view in zip(self.mappers, views, strict=True)
        ]
        return np.asarray(np.sum(parts, axis=0))


def _add_up(scores: Floats, probabilities: Probabilities) -> Floats:
    """What one network adds (N, K): ln p, or its scores; a row without any mass adds nothing."""
    if probabilities == "none":
        return scores
    if probabilities == "normalise":
        with np.errstate(divide="ignore"):
            scores = np.log(np.maximum(scores, 0))
    massless = np.isneginf(scores).all(axis=1, keepdims=True)
    told = np.where(massless, 0.0, scores)
    return np.asarray(told - logsumexp(told, axis=1, keepdims=True))
