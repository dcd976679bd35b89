"""Discriminant analysis that learns from its own surest answers; no label is read.

Self-training (Scudder, 1965) as in Lee's pseudo-labels (2013), kept even over the targets, with
the start's scores as a second witness in every round.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from stages.core.arrays import Logits, Probabilities
from stages.map.affine import Affine, on_logits
from stages.map.discriminant import ChosenImages, fit_discriminant
from stages.map.evidence import Unlabelled
from stages.map.label_free import StandardisedGroups, StartOptions, start
from stages.map.priors import PriorName, assume, balance, keep_confident
from stages.map.standard import in_chunks

Fraction = Annotated[float, Gt(0), Le(1)]


class Options(StartOptions):
    prior: PriorName  # estimated once, from the start: in every round it would feed on itself
    fraction: Fraction  # of each predicted target's images, the surest
    rounds: Annotated[int, Ge(1), Le(1000)]


@dataclass(frozen=True)
class SelfTrained:
    """Scores = discriminant + start; not linear, since the start is not."""

    discriminant: Affine
    start: StandardisedGroups
    doubt: str | None  # of the prior
    probabilities: Probabilities = "softmax"

    def __call__(self, logits: Logits) -> NDArray[np.float64]:
        return self.discriminant(logits) + self.start(logits)


def fit(seen: Unlabelled, options: Options) -> SelfTrained:
    """From `balance`, `rounds` times: believe the surest, fit LDA to them, rescore, balance.

    logits (N, S) without labels. A target whose group is empty, or that loses its last image,
    scores −inf from then on.
    """
    plain = start(seen, options)
    features = plain.standard.of(seen.logits)
    witness = plain(seen.logits)
    prior = assume(options.prior, witness)
    shift = balance(witness, prior.shares)
    scores = witness + shift
    chosen = ChosenImages(features)
    for _ in range(options.rounds):
        kept, predicted = keep_confident(scores, options.fraction)
        found = fit_discriminant(
            features[kept], predicted[kept], len(prior.shares), products=chosen.choose(kept)
        )
        # in double precision, as the sums: see ChosenImages
        linear = [part.astype(np.float64) @ found.weights for part in in_chunks(features)]
        rescored = np.concatenate(linear) + found.bias + witness
        shift = balance(rescored, prior.shares, guess=shift)
        scores = rescored + shift
    discriminant = on_logits(plain.standard, found.weights, found.bias + shift)
    return SelfTrained(discriminant, plain, prior.doubt)
