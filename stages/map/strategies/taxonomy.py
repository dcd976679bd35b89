"""WordNet as a graded group: every class counts for a target as far as it is akin to it."""

from typing import Annotated

from annotated_types import Gt, Le

from ..evidence import Knowledge
from ..mapper import Linear, normalise_columns
from ..options import StrategyOptions
from ..similarity import shared_content, similarity

Gamma = Annotated[float, Gt(0), Le(1e6)]  # at a million only the nearest classes count


class Options(StrategyOptions):
    """gamma: how fast a class loses weight as it is less akin; large is nearly a group."""

    gamma: Gamma


def fit(knowledge: Knowledge, options: Options) -> Linear:
    """W (S, K) = similarity to the power γ, columns summing to 1; scores are p·W.

    A target that shares nothing with any class scores −inf.
    """
    shared = shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
    weights = similarity(shared) ** options.gamma
    return Linear(normalise_columns(weights, empty="zero"), "probabilities", "normalise")
