"""Bayesian label mapping (BLM; Cai et al., NeurIPS 2024): weights from P(target | top-1 class)."""

from typing import Annotated

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from ..evidence import Labelled, count_top1
from ..mapper import Linear, divide_or_zero, normalise_columns
from ..options import StrategyOptions

Smoothing = Annotated[float, Ge(0), Le(1e6)]  # λ, a pseudo-count in the denominator


class Options(StrategyOptions):
    smoothing: Smoothing


def fit(train: Labelled, options: Options) -> Linear:
    """Learn ω (S, K) from logits (N, S) and labels (N,) in [0, K); scores are z·ω.

    Each column sums to 1; a target without training images has weight 1/S for all classes.
    """
    return weigh_counts(count_top1(train), options.smoothing)


def weigh_counts(counts: NDArray[np.float64], smoothing: float) -> Linear:
    """ω = M/ΣₛM with M = F/(ΣₜF + λ), for counts F (S, K) ≥ 0; 0/0 = 0 where λ = 0.

    The paper trains with cross-entropy on z·ω, so the softmax of the scores is the probability.
    """
    shares = divide_or_zero(counts, counts.sum(axis=1, keepdims=True) + smoothing)
    return Linear(normalise_columns(shares, empty="even"), of="logits", probabilities="softmax")
