"""Multinomial logistic regression on standardised logits: what a trained last layer would get."""

import numpy as np
from pydantic import PositiveFloat

from stages.map.affine import Affine, on_logits
from stages.map.evidence import Labelled
from stages.map.options import StrategyOptions
from stages.map.standard import measure

ITERATIONS = 1000  # never reached on real logits; scikit-learn warns if it is
# of the mean gradient; the default of 1e-4 takes twice as long for the same accuracy
TOLERANCE = 1e-3


class Options(StrategyOptions):
    inverse_penalty: PositiveFloat  # C: weight of the summed loss against ½‖w‖²


def fit(train: Labelled, options: Options) -> Affine:
    """scikit-learn's LogisticRegression; scores are log posteriors up to a constant.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    from sklearn.linear_model import LogisticRegression  # .9 s to import

    standard = measure(train.logits)
    weights = np.zeros((train.logits.shape[1], train.targets))
    bias = np.full(train.targets, -np.inf)
    present = np.unique(train.labels)
    bias[present] = 0
    if len(present) > 1:
        model = LogisticRegression(C=options.inverse_penalty, max_iter=ITERATIONS, tol=TOLERANCE)
        model.fit(standard.of(train.logits), train.labels)
        # of two classes scikit-learn states the second's log odds only
        rows = present if len(present) > 2 else present[1:]
        weights[:, rows] = model.coef_.T
        bias[rows] = model.intercept_
    return on_logits(standard, weights, bias)
