"""How often decisions are right, and how alike two are, image by image."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stages.people.measures import agreements, chance_agreement, kappa
from stages.statistics.wilson import Estimate, estimate_share

CONFIDENCE = 0.95
Decisions = NDArray[np.int64]  # (N,)


@dataclass(frozen=True)
class Comparison:
    """One network beside the published decisions of another and of people.

    accuracy: with its Wilson interval; gained, lost: images on which this one alone is right, and
    the other alone; same: the share of images with the same decision, right or wrong; consistency:
    error consistency with the other network, person: with one person. right_of (K,): how many
    images of each class are right.
    """

    accuracy: Estimate
    gained: int
    lost: int
    same: float
    consistency: float
    person: float
    right_of: tuple[int, ...]


def compare(
    decisions: Decisions, truth: Decisions, other: Decisions, people: NDArray[np.float64]
) -> Comparison:
    """decisions, truth, other (N,) in [0, K); people (N,): the share of people who are right."""
    right, others = decisions == truth, other == truth
    return Comparison(
        estimate_share(int(right.sum()), len(right), CONFIDENCE),
        int((right & ~others).sum()),
        int((others & ~right).sum()),
        float((decisions == other).mean()),
        error_consistency(right, others.astype(float)),
        error_consistency(right, people),
        tuple(np.bincount(truth[right], minlength=int(truth.max()) + 1).tolist()),
    )


def error_consistency(right: NDArray[np.bool_], shares: NDArray[np.float64]) -> float:
    """Cohen's κ of being right or wrong on the same images (Geirhos, Meding, Wichmann, 2020).

    0: as often as two independent ones of the same accuracies, 1: always. shares (N,): whether the
    other is right; for one randomly drawn person the share of people who are.
    """
    observed = agreements(right, shares).mean()
    expected = chance_agreement(right.mean(), shares.mean())
    return float(kappa(np.asarray(observed), np.asarray(expected)))
