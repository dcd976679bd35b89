"""`standardise` with a bias for each target, so that the mean prediction equals a prior."""

from dataclasses import replace

from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StandardisedOptions, standardise_groups
from ..priors import PriorName, choose_prior, fit_bias


class Options(StandardisedOptions):
    prior: PriorName  # uniform is an assumption; em and bbse are estimates: docs/strategies.md


def fit(seen: Unlabelled, options: Options) -> StandardisedGroups:
    """Scores of `standardise` + bₜ, such that the mean of their softmax is the prior.

    logits (N, S) without labels. A target whose group is empty keeps −inf.
    """
    base = standardise_groups(seen, options)
    scores = base(seen.logits)
    prior = choose_prior(options.prior, scores)
    bias = fit_bias(scores, prior.shares)
    note = prior.describe(seen.knowledge.targets)
    return replace(base, bias=bias, probabilities="softmax", note=note)
