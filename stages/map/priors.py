"""Class priors of unlabelled images, assumed or estimated, and the bias that makes scores fit them.

All estimates use scores that are not calibrated. docs/strategies.md shows how each did with known
priors, and when not to use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, softmax

from ..vocabulary import Target

PriorName = Literal["uniform", "bbse", "em"]
Vector = NDArray[np.float64]  # (K,)
Matrix = NDArray[np.float64]  # (N, K)

STEPS = 10_000  # of EM, at most; real scores need a few hundred
CLOSE = 1e-9  # an iteration ends when no share changes by more
FLAT = 1e-12  # a potential that bends less is flat

# EM needs calibrated scores. Standardised ones are too flat: the factor that fits them best to the
# pseudo-labels of `self_train` (which reads no label) was 2.7 to 3.7
SHARPNESS = 3.0


@dataclass(frozen=True)
class Prior:
    """Class prior (K,): sums to 1; 0 for a target whose scores are all −inf.

    estimated: BBSE's shares. They are told and not judged: on even classes the largest was 1.2 to
    1.7 times the equal share, depending on the network, and no threshold told even from uneven.
    """

    name: PriorName
    shares: Vector
    estimated: Vector
    possible: NDArray[np.bool_]  # (K,): targets that some image may be

    def describe(self, targets: Sequence[Target]) -> str:
        """What is assumed, and which targets BBSE estimates to be the commonest and the rarest."""
        relative = self.estimated * np.count_nonzero(self.possible)
        most = int(relative.argmax())
        least = int(np.where(self.possible, relative, np.inf).argmin())
        return (
            f"prior {self.name}; BBSE estimates {targets[most].name} at {relative[most]:.2f} and "
            f"{targets[least].name} at {relative[least]:.2f} times the equal share"
        )


def choose_prior(name: PriorName, scores: Matrix) -> Prior:
    """The prior of that name for images with scores (N, K)."""
    uniform, estimated = assume_uniform(scores), estimate_bbse(scores)
    if name == "em":
        shares = estimate_em(SHARPNESS * scores)
    else:
        shares = uniform if name == "uniform" else estimated
    return Prior(name, shares, estimated, uniform > 0)


def assume_uniform(scores: Matrix) -> Vector:
    """Equal shares (K,) for the targets that are not excluded."""
    possible = ~np.isneginf(scores).all(axis=0)
    return np.asarray(possible / possible.sum())


def fit_bias(scores: Matrix, prior: Vector, guess: Vector | None = None) -> Vector:
    """Bias b (K,) such that the mean of softmax(scores + b) over the images is the prior.

    It minimises mean log Σₜ exp(scoreₜ + bₜ) − prior·b, which is convex: one solution has mean 0. A
    good guess makes it faster. A target with prior 0 gets −inf; one whose scores are all −inf gets
    bias 0, and its prior goes to the others.
    """
    present = ~np.isneginf(scores).all(axis=0) & (prior > 0)
    active, shares = scores[:, present], prior[present] / prior[present].sum()

    def potential(bias: Vector) -> tuple[float, Vector]:
        shifted = active + bias
        mass = softmax(shifted, axis=1).mean(axis=0)
        return float(logsumexp(shifted, axis=1).mean() - shares @ bias), mass - shares

    def curvature(bias: Vector) -> Matrix:
        p = softmax(active + bias, axis=1)
        return np.asarray(np.diag(p.mean(axis=0)) - p.T @ p / len(p))

    from scipy.optimize import minimize  # its import takes as long as all else of a start

    solved = minimize(
        potential,
        np.zeros(len(shares)) if guess is None else guess[present],
        jac=True,
        hess=curvature,
        method="trust-exact",
        options={"gtol": CLOSE},
    )
    # One Newton step more, so that rounding on the way there leaves no trace: the minimiser stops
    # where the potential changes by its rounding alone, up to 2e-6 from the solution. Where every
    # image is sure of its target, the potential is flat and there is no such step
    _, excess = potential(solved.x)
    bend = curvature(solved.x)
    exact = solved.x
    if bend.max() > FLAT:
        exact = exact - np.linalg.pinv(bend, hermitian=True) @ excess
    bias = np.where(prior > 0, 0.0, -np.inf)
    bias[present] = exact - exact.mean()
    return bias


def estimate_em(scores: Matrix) -> Vector:
    """EM of Saerens et al. (2002): shares that equal the mean of softmax(scores + log shares).

    scores (N, K): log posteriors for equal shares. Returns the maximum-likelihood shares (K,).
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
    """Black-box shift estimation (Lipton et al., 2018) with a confusion matrix from pseudo-labels.

    The original needs labelled images. Here the prediction is taken as the label, for the images of
    each predicted target whose confidence is above the median. Solves Cπ = q for π ≥ 0: C[i, j] is
    the mean probability of i over these images of j, q the mean probability over all images.
    """
    probabilities = softmax(scores, axis=1)
    confidence, predicted = rank_confidence(scores)
    sure = confidence >= 0.5
    present = np.unique(predicted[sure])
    confusions = np.stack(
        [probabilities[sure & (predicted == target)].mean(axis=0) for target in present], axis=1
    )
    from scipy.optimize import nnls

    solved, _ = nnls(confusions, probabilities.mean(axis=0))
    shares = np.zeros(scores.shape[1])
    shares[present] = solved / solved.sum()
    return shares


def rank_confidence(scores: Matrix) -> tuple[Vector, NDArray[np.int64]]:
    """Rank of each image's margin among the images with its prediction, (N,), and predictions (N,).

    The margin is the best score minus the second best. The largest of n margins gets 1 − ½/n, the
    next 1 − 1½/n, and so on: the mean is ½ for any scale of the scores. Ties: the first image.
    """
    predicted = scores.argmax(axis=1)
    best = np.partition(scores, -2, axis=1)[:, -2:] if scores.shape[1] > 1 else scores
    margin = best[:, -1] - best[:, 0]
    confidence = np.empty(len(scores))
    for target in np.unique(predicted):
        members = np.flatnonzero(predicted == target)
        ranked = members[np.argsort(-margin[members], kind="stable")]
        confidence[ranked] = 1 - (np.arange(len(members)) + 0.5) / len(members)
    return confidence, predicted
