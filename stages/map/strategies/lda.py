"""Linear discriminant analysis with a shrunk covariance: how good a mapping gets with labels."""

from typing import Annotated, Literal

from annotated_types import Gt, Le

from ..affine import Affine, unscale_weights
from ..discriminant import fit_discriminant
from ..evidence import Labelled
from ..options import StrategyOptions
from ..standard import fit_scaler


class Options(StrategyOptions):
    # share of the diagonal in the covariance; ledoit_wolf: estimated by their formula
    shrinkage: Literal["ledoit_wolf"] | Annotated[float, Gt(0), Le(1)]


def fit(train: Labelled, options: Options) -> Affine:
    """Gaussians with one shared covariance; scores are log posteriors up to a constant.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    scaler = fit_scaler(train.logits)
    shrinkage = None if options.shrinkage == "ledoit_wolf" else options.shrinkage
    features = scaler.features(train.logits)
    fitted = fit_discriminant(features, train.labels, train.targets, shrinkage)
    return unscale_weights(scaler, fitted.weights, fitted.bias)
