"""Discriminant analysis on its own predictions, weighted by their confidence; no label is read.

Self-training (Scudder, 1965) with pseudo-labels (Lee, 2013), balanced to a class prior. The scores
of `standardise` are added in every round.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from ...core.arrays import Logits, Probabilities
from ...core.rows import in_chunks
from ..affine import Affine, unscale_weights
from ..discriminant import fit_discriminant
from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StandardisedOptions, standardise_groups
from ..priors import PriorName, choose_prior, fit_bias, rank_confidence


class Options(StandardisedOptions):
    prior: PriorName  # estimated once, before the first round: later it would confirm itself
    rounds: Annotated[int, Ge(1), Le(1000)]


@dataclass(frozen=True)
class SelfTrained:
    """Scores = discriminant + base; not linear, because the base is not."""

    discriminant: Affine
    base: StandardisedGroups
    note: str | None  # on the prior
    probabilities: Probabilities = "softmax"

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        return self.discriminant(logits) + self.base(logits)


def fit(seen: Unlabelled, options: Options) -> SelfTrained:
    """Start from `balance`; `rounds` times: fit LDA to the predictions, add the base, balance.

    The weight of an image in the fit is its confidence rank, from nearly 1 to nearly 0, among the
    images with the same prediction (`rank_confidence`). An image has weight near 0 when its
    prediction changes, so small differences of the logits have small effects; with a threshold of
    confidence they had large ones. logits (N, S) without labels. A target whose group is empty, or
    that loses its last image, scores −inf from then on.
    """
    base = standardise_groups(seen, options)
    features = base.scaler.features(seen.logits)[:]  # in memory: every round reads all of it
    base_scores = base(seen.logits)
    prior = choose_prior(options.prior, base_scores)
    bias = fit_bias(base_scores, prior.shares)
    scores = base_scores + bias
    for _ in range(options.rounds):
        confidence, predicted = rank_confidence(scores)
        fitted = fit_discriminant(features, predicted, len(prior.shares), image_weights=confidence)
        linear = [part.astype(np.float64) @ fitted.weights for part in in_chunks(features)]
        unbalanced = np.concatenate(linear) + fitted.bias + base_scores
        bias = fit_bias(unbalanced, prior.shares, guess=bias)
        scores = unbalanced + bias
    discriminant = unscale_weights(base.scaler, fitted.weights, fitted.bias + bias)
    return SelfTrained(discriminant, base, prior.describe(seen.knowledge.targets))
