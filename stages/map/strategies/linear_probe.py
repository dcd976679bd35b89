"""Multinomial logistic regression on standardised logits: what a trained last layer would get."""

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from ..affine import Affine, on_logits
from ..evidence import Labelled
from ..logistic import fit_logistic
from ..options import StrategyOptions
from ..standard import measure


class Options(StrategyOptions):
    # C: weight of the summed loss against ½‖w‖²; at 1e-6 hardly a weight leaves 0, and from 100 on
    # no training image is wrong
    inverse_penalty: Annotated[float, Ge(1e-6), Le(1e6)]


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
