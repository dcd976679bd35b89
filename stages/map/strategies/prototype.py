"""Nearest class mean in standardised logits (prototypes: Snell et al., NeurIPS 2017)."""

import numpy as np

from ..affine import Affine, unscale_weights
from ..discriminant import class_means
from ..evidence import Labelled
from ..options import StrategyOptions
from ..standard import fit_scaler


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> Affine:
    """Scores = −½‖x − μₜ‖² + constant, for standardised logits x; softmax as in the paper.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    scaler = fit_scaler(train.logits)
    means = class_means(scaler.features(train.logits), train.labels, train.targets)
    present = np.bincount(train.labels, minlength=train.targets) > 0
    bias = np.where(present, -0.5 * np.square(means).sum(axis=1), -np.inf)
    return unscale_weights(scaler, means.T, bias)
