"""The expected empirical predictor behind LEEP (Nguyen et al., ICML 2020)."""

from ..evidence import Labelled
from ..mapper import Linear
from ..options import StrategyOptions
from ..transferability import conditional, joint_mass


class Options(StrategyOptions):
    pass


def fit(train: Labelled, options: Options) -> Linear:
    """Scores = Σₛ p_s · P(t|s), with P(t|s) from the mean softmax of each target's training images.

    logits (N, S), labels (N,). It overfits its training images (98.8 % right on pure noise); the
    dev scores are cross-fitted. A target without training images scores −inf.
    """
    table = conditional(joint_mass(train))
    return Linear(table, of="probabilities", probabilities="normalise")
