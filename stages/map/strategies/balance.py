"""`standardise` with a bias for each target, so that all together get the mass of a prior."""

from dataclasses import replace

from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StartOptions, start
from ..priors import PriorName, assume, balance


class Options(StartOptions):
    prior: PriorName  # uniform is an assumption; em and bbse are estimates: docs/strategies.md


def fit(seen: Unlabelled, options: Options) -> StandardisedGroups:
    """Scores of `standardise` + bₜ, such that the mean of their softmax is the prior.

    logits (N, S) without labels. A target whose group is empty keeps −inf.
    """
    plain = start(seen, options)
    scores = plain(seen.logits)
    prior = assume(options.prior, scores)
    bias = balance(scores, prior.shares)
    return replace(plain, bias=bias, probabilities="softmax", warning=prior.warning)
