"""Discriminant analysis that learns from its own answers, the surer the more; no label is read.

Self-training (Scudder, 1965) as in Lee's pseudo-labels (2013), kept even over the targets, with
the start's scores as a second witness in every round.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from ...core.arrays import Logits, Probabilities
from ..affine import Affine, on_logits
from ..discriminant import fit_discriminant
from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StartOptions, start
from ..priors import PriorName, assume, balance, rank_confidence
from ..standard import in_chunks


class Options(StartOptions):
    prior: PriorName  # estimated once, from the start: in every round it would feed on itself
    rounds: Annotated[int, Ge(1), Le(1000)]


@dataclass(frozen=True)
class SelfTrained:
    """Scores = discriminant + start; not linear, since the start is not."""

    discriminant: Affine
    start: StandardisedGroups
    warning: str | None  # about the prior
    probabilities: Probabilities = "softmax"

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        return self.discriminant(logits) + self.start(logits)


def fit(seen: Unlabelled, options: Options) -> SelfTrained:
    """From `balance`, `rounds` times: LDA of the predictions, rescore, balance.

    In the fit an image weighs as sure as it is among those of its predicted target, from nearly 1
    down to nearly 0. So an image that changes sides carries no weight when it does, and small
    differences of the logits stay small: a threshold of confidence made them jump.
    logits (N, S) without labels. A target whose group is empty, or that loses its last image,
    scores −inf from then on.
    """
    plain = start(seen, options)
    features = plain.standard.features(seen.logits)
    witness = plain(seen.logits)
    prior = assume(options.prior, witness)
    shift = balance(witness, prior.shares)
    scores = witness + shift
    for _ in range(options.rounds):
        confidence, predicted = rank_confidence(scores)
        fitted = fit_discriminant(features, predicted, len(prior.shares), image_weights=confidence)
        linear = [part.astype(np.float64) @ fitted.weights for part in in_chunks(features)]
        rescored = np.concatenate(linear) + fitted.bias + witness
        shift = balance(rescored, prior.shares, guess=shift)
        scores = rescored + shift
    discriminant = on_logits(plain.standard, fitted.weights, fitted.bias + shift)
    return SelfTrained(discriminant, plain, prior.warning)
