"""WordNet instead of a list: every class has a weight for each target, by their similarity."""

from typing import Annotated

from annotated_types import Gt, Le

from ..evidence import Knowledge
from ..mapper import Linear, normalise_columns
from ..options import StrategyOptions
from ..similarity import resnik_similarity, shared_content

Gamma = Annotated[float, Gt(0), Le(1e6)]  # at a million only the most similar classes count


class Options(StrategyOptions):
    """gamma: how fast the weight falls with the similarity; a large one is nearly a group."""

    gamma: Gamma


def fit(knowledge: Knowledge, options: Options) -> Linear:
    """W (S, K) = similarity^γ, scaled so that each column sums to 1; scores are p·W.

    A target whose similarity to every class is 0 scores −inf.
    """
    shared = shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
    weights = resnik_similarity(shared) ** options.gamma
    return Linear(normalise_columns(weights, empty="zero"), "probabilities", "normalise")
