"""Linear discriminant analysis with a shrunk covariance: the ceiling that labels can buy."""

from typing import Annotated, Literal

from annotated_types import Gt, Le

from ..affine import Affine, on_logits
from ..discriminant import fit_discriminant
from ..evidence import Labelled
from ..options import StrategyOptions
from ..standard import measure


class Options(StrategyOptions):
    # share of the diagonal in the covariance; ledoit_wolf: as their formula estimates it
    shrinkage: Literal["ledoit_wolf"] | Annotated[float, Gt(0), Le(1)]


def fit(train: Labelled, options: Options) -> Affine:
    """Gaussians of one shared covariance; scores are log posteriors up to a constant.

    logits (N, S), labels (N,). A target without training images scores −inf.
    """
    standard = measure(train.logits)
    shrinkage = None if options.shrinkage == "ledoit_wolf" else options.shrinkage
    features = standard.features(train.logits)
    fitted = fit_discriminant(features, train.labels, train.targets, shrinkage)
    return on_logits(standard, fitted.weights, fitted.bias)
