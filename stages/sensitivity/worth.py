"""How many labels it takes to be as good as without any."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def labels_worth(labels: Sequence[int], accuracies: Sequence[float], line: float) -> float | None:
    """Labels a class at which a learning curve first reaches the line; None where it does not.

    labels ≥ 1, ascending, with the mean accuracy at each. Between two points the curve is taken as
    straight over log labels; a curve that starts above the line is worth its first point at most.
    """
    if accuracies[0] >= line:
        return float(labels[0])
    points = zip(np.log(labels), accuracies, strict=True)
    for (x, below), (x_next, above) in pairwise(points):
        if above >= line:
            return float(np.exp(x + (x_next - x) * (line - below) / (above - below)))
    return None
