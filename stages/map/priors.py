"""How common each target is among unlabelled images: assumed, or estimated; and scores that agree.

Every estimate stands on scores that nobody has calibrated. docs/strategies.md has what each did
under known priors, and when not to use it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, nnls
from scipy.special import logsumexp, softmax

PriorName = Literal["uniform", "cautious", "bbse", "em"]
Vector = NDArray[np.float64]  # (K,)
Matrix = NDArray[np.float64]  # (N, K)

STEPS = 10_000  # of EM, at most; real scores need a few hundred
CLOSE = 1e-9  # difference in a share at which an iteration ends

# EM wants calibrated scores. Standardised ones are too flat: the factor that fits them best to the
# pseudo-labels of `self_train` (no label is read) was 2.7 to 3.7
SHARPNESS = 3.0
# Targets look uneven where one seems to be a quarter above or below an equal share. On even classes
# the commonest seemed up to 0.23 above and the rarest 0.22 below; 0.251, a false alarm, on bicubic
UNEVEN = 0.25


@dataclass(frozen=True)
class Prior:
    """Shares (K,) of the targets: they sum to 1, and are 0 for a target that no image can be.

    warning: why the shares may be wrong, as far as that can be seen without labels; else None.
    """

    shares: Vector
    warning: str | None


def choose_prior(name: PriorName, scores: Matrix) -> Prior:
    """The prior asked for, of the images with scores (N, K).

    cautious: BBSE's estimate where by it some target is clearly too common, else uniform.
    """
    even, estimated = assume_uniform(scores), estimate_bbse(scores)
    common = bool(estimated.max() >= (1 + UNEVEN) * even.max())
    rare = bool(_rarest_prediction(scores) <= (1 - UNEVEN) * even.max())
    if name == "em":
        shares = estimate_em(SHARPNESS * scores)
    else:
        shares = estimated if name == "bbse" or (name == "cautious" and common) else even
    return Prior(shares, _warn(name, common, rare))


def _warn(name: PriorName, common: bool, rare: bool) -> str | None:
    if name == "em":
        return "prior em did worse than standardise on even classes; cautious is safer"
    if name == "bbse":
        even = "prior bbse, but the targets seem equally common; cautious does better then"
        return None if common or rare else even
    if common:
        return f"prior {name}, but one target seems clearly commoner; standardise may do better"
    if rare:
        return f"prior {name}, but one target seems clearly rarer; standardise may do better"
    return None


def _rarest_prediction(scores: Matrix) -> float:
    """Share of images of the target predicted least, among those that can be.

    BBSE does not see it: it explains what little is predicted of a missing target as its own.
    """
    shares = np.bincount(scores.argmax(axis=1), minlength=scores.shape[1]) / len(scores)
    return float(shares[~np.isneginf(scores).all(axis=0)].min())


def assume_uniform(scores: Matrix) -> Vector:
    """Equal shares of the targets that can be."""
    possible = ~np.isneginf(scores).all(axis=0)
    return np.asarray(possible / possible.sum())


def fit_bias(scores: Matrix, prior: Vector, guess: Vector | None = None) -> Vector:
    """Bias (K,) such that softmax(scores + bias) has on average the mass `prior`.

    It minimises mean log Σₜ exp(scoreₜ + bₜ) − prior·b, which is convex, so there is one whose mean
    is 0; a good guess finds it sooner. A target with a prior of 0 gets −inf; one that can be for no
    image gets 0, stays as it is, and its prior goes to the others.
    """
    found = ~np.isneginf(scores).all(axis=0) & (prior > 0)
    ours, wanted = scores[:, found], prior[found] / prior[found].sum()

    def potential(bias: Vector) -> tuple[float, Vector]:
        moved = ours + bias
        mass = softmax(moved, axis=1).mean(axis=0)
        return float(logsumexp(moved, axis=1).mean() - wanted @ bias), mass - wanted

    def curvature(bias: Vector) -> Matrix:
        shares = softmax(ours + bias, axis=1)
        return np.asarray(np.diag(shares.mean(axis=0)) - shares.T @ shares / len(shares))

    solved = minimize(
        potential,
        np.zeros(len(wanted)) if guess is None else guess[found],
        jac=True,
        hess=curvature,
        method="trust-exact",
        options={"gtol": CLOSE},
    )
    bias = np.where(prior > 0, 0.0, -np.inf)
    bias[found] = solved.x - solved.x.mean()
    return bias


def estimate_em(scores: Matrix) -> Vector:
    """EM of Saerens et al. (2002): the shares under which softmax(scores + log shares) has them.

    scores (N, K): log likelihoods, i.e. log posteriors under equal shares. The most likely shares.
    """
    likelihoods = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = likelihoods.any(axis=0) / likelihoods.any(axis=0).sum()
    for _ in range(STEPS):
        joint = likelihoods * shares
        updated = (joint / joint.sum(axis=1, keepdims=True)).mean(axis=0)
        done = np.abs(updated - shares).max() < CLOSE
        shares = updated
        if done:
            break
    return np.asarray(shares)


def estimate_bbse(scores: Matrix) -> Vector:
    """Black-box shift estimation (Lipton et al., 2018) with confusions from pseudo-labels.

    Its confusion matrix needs labelled images; here those of each predicted target that are surer
    than its median stand in, as if they were right. Solves Cπ = q for π ≥ 0, with C[i, j] the mean
    probability of i among the sure images of j and q the mean probability of all images.
    """
    probabilities = softmax(scores, axis=1)
    confidence, predicted = rank_confidence(scores)
    sure = confidence >= 0.5
    seen = np.unique(predicted[sure])
    confusions = np.stack(
        [probabilities[sure & (predicted == target)].mean(axis=0) for target in seen], axis=1
    )
    solved, _ = nnls(confusions, probabilities.mean(axis=0))
    shares = np.zeros(scores.shape[1])
    shares[seen] = solved / solved.sum()
    return shares


def rank_confidence(scores: Matrix) -> tuple[Vector, NDArray[np.int64]]:
    """How sure each image is among those of its predicted target, (N,), and predictions (N,).

    The lead is the best score less the second best. The surest of n images has 1 − ½/n, the next
    1 − 1½/n, and so on: the mean is ½, whatever the scale of the scores. Equal ones: the first.
    """
    predicted = scores.argmax(axis=1)
    best = np.partition(scores, -2, axis=1)[:, -2:] if scores.shape[1] > 1 else scores
    lead = best[:, -1] - best[:, 0]
    confidence = np.empty(len(scores))
    for target in np.unique(predicted):
        members = np.flatnonzero(predicted == target)
        surest = members[np.argsort(-lead[members], kind="stable")]
        confidence[surest] = 1 - (np.arange(len(members)) + 0.5) / len(members)
    return confidence, predicted
