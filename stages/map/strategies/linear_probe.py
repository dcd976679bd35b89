"""Multinomial logistic regression on standardised logits: what a trained last layer would get."""

import numpy as np
from pydantic import PositiveFloat

from stages.map.affine import Affine, on_logits
from stages.map.evidence import Labelled
from stages.map.logistic import fit_logistic
from stages.map.options import StrategyOptions
from stages.map.standard import measure


class Options(StrategyOptions):
    inverse_penalty: PositiveFloat  # C: weight of the summed loss against ½‖w‖²


def fit(train: Labelled, options: Options) -> Affine:
    """Scores are log posteriors up to a constant.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    standard = measure(train.logits)
    present, known = np.unique(train.labels, return_inverse=True)
    features = standard.features(train.logits)
    found, biases = fit_logistic(features, known, len(present), 1 / options.inverse_penalty)
    weights = np.zeros((train.logits.shape[1], train.targets))
    bias = np.full(train.targets, -np.inf)
    weights[:, present], bias[present] = found, biases
    return on_logits(standard, weights, bias)
