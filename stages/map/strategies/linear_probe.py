"""Multinomial logistic regression on standardised logits: a trained last layer."""

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from ..affine import Affine, unscale_weights
from ..evidence import Labelled
from ..logistic import fit_logistic
from ..options import StrategyOptions
from ..standard import fit_scaler


class Options(StrategyOptions):
    # C: weight of the summed loss against ½‖w‖²; at 1e-6 nearly all weights stay 0, and from 100
    # on no training image is wrong
    inverse_penalty: Annotated[float, Ge(1e-6), Le(1e6)]


def fit(train: Labelled, options: Options) -> Affine:
    """Scores are log posteriors up to a constant.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    scaler = fit_scaler(train.logits)
    present, labels = np.unique(train.labels, return_inverse=True)
    features = scaler.features(train.logits)
    weights = np.zeros((train.logits.shape[1], train.targets))
    bias = np.full(train.targets, -np.inf)
    weights[:, present], bias[present] = fit_logistic(
        features, labels, len(present), 1 / options.inverse_penalty
    )
    return unscale_weights(scaler, weights, bias)
