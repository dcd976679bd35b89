"""Multinomial logistic regression by Newton's method with preconditioned conjugate gradients.

scikit-learn's solvers stop when their loss no longer changes. Then scores are uncertain by .01 to
.3, and rounding decides a few predictions. Here the gradient converges to 0 in double precision.
Only the curvature is in single precision: it changes the path, not the solution.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from ..core.arrays import Labels
from ..core.errors import ParamsError
from ..core.rows import in_chunks
from .mapper import Floats
from .standard import LARGE, FeatureRows, Standardised

# Largest allowed component of the final gradient, for each image: no score is off by 1e-6
TOLERANCE = 1e-10
STEPS = 100  # of Newton's method, at most; real logits need a dozen
# Conjugate gradients end when the residual is this share of its start, or after so many products
REDUCTION, PRODUCTS = 0.1, 200

Table = NDArray[np.float64]  # (S + 1, K): a row of weights for each feature, then the biases


def fit_logistic(
    features: FeatureRows, labels: Labels, targets: int, penalty: float
) -> tuple[Table, NDArray[np.float64]]:
    """Weights (S, K) and bias (K,) that minimise Σ −ln p(label) + ½ · penalty · ‖weights‖².

    features (N, S), standardised if possible; labels (N,) in [0, targets). The bias has no penalty.
    ParamsError if it takes too many steps.
    """
    if targets == 1:
        return np.zeros((features.shape[1], 1)), np.zeros(1)
    if len(features) < features.shape[1] // 2:
        # the best weights are sums of images, and the penalty is the same in any orthonormal basis
        basis, triangle = np.linalg.qr(features[:].T.astype(np.float64))
        weights, bias = _minimise(triangle.T, labels, targets, penalty)
        return basis @ weights, bias
    return _minimise(features, labels, targets, penalty)


def _minimise(
    features: Floats | Standardised, labels: Labels, targets: int, penalty: float
) -> tuple[Table, NDArray[np.float64]]:
    """The same with at least two targets and as many weights of a target as features."""
    inputs = _append_ones(features)
    ridge = np.append(np.full(features.shape[1], penalty), 0.0)[:, np.newaxis]
    truth = np.eye(targets)[labels]
    precondition = _preconditioner(inputs, ridge, targets)
    table = np.zeros((len(ridge), targets))
    loss, gradient, probabilities = _evaluate(inputs, truth, ridge, table)
    for _ in range(STEPS):
        if np.abs(gradient).max() <= TOLERANCE * len(features):
            return table[:-1], table[-1]

        def curve(step: Table, of: Floats = probabilities) -> Table:
            return _multiply_curvature(inputs, of, ridge, step)

        step = _solve(curve, -gradient, precondition)
        table, (loss, gradient, probabilities) = _descend(
            lambda to: _evaluate(inputs, truth, ridge, to), table, step, loss
        )
    raise ParamsError(
        f"the fit with a penalty of {penalty:g} did not converge in {STEPS} steps; "
        "use a smaller inverse_penalty"
    )


def _append_ones(features: Floats | Standardised) -> Floats:
    """A column of ones behind the features (N, S): each iteration reads all of them."""
    kind = np.float32 if isinstance(features, Standardised) else features.dtype
    inputs = np.ones((len(features), features.shape[1] + 1), kind)
    for part, output in zip(in_chunks(features), in_chunks(inputs), strict=True):
        output[:, :-1] = part
    return inputs


def _evaluate(
    inputs: Floats, truth: Table, ridge: Table, table: Table
) -> tuple[float, Table, Floats]:
    """Loss, its gradient (S + 1, K), and the probabilities (N, K) in single precision."""
    loss = 0.5 * float((ridge * table**2).sum())
    gradient = ridge * table
    parts = []
    for part, wanted in zip(in_chunks(inputs), in_chunks(truth), strict=True):
        exact = part.astype(np.float64)
        scores = exact @ table
        scores -= scores.max(axis=1, keepdims=True)
        masses = np.exp(scores)
        sums = masses.sum(axis=1, keepdims=True)
        probabilities = masses / sums
        loss += float(np.log(sums).sum() - (scores * wanted).sum())
        gradient += exact.T @ (probabilities - wanted)
        parts.append(probabilities.astype(np.float32))
    return loss, gradient, np.concatenate(parts)


def _descend(
    evaluate: Callable[[Table], tuple[float, Table, Floats]],
    table: Table,
    step: Table,
    loss: float,
) -> tuple[Table, tuple[float, Table, Floats]]:
    """Take the step, halved until the loss grows by no more than its rounding error."""
    while True:
        moved = table + step
        result = evaluate(moved)
        if result[0] <= loss + 1e-12 * abs(loss) or np.abs(step).max() == 0:
            return moved, result
        step = step / 2


def _multiply_curvature(inputs: Floats, probabilities: Floats, ridge: Table, step: Table) -> Table:
    """Hessian times step: Xᵀ(p ∘ (Xv − Σₖ p Xv)) + ridge · v, with X and p in single precision."""
    single = step.astype(np.float32)
    product = (ridge * step).T
    for part, p in zip(in_chunks(inputs, LARGE), in_chunks(probabilities, LARGE), strict=True):
        change = part @ single
        change -= np.einsum("nk,nk->n", p, change)[:, np.newaxis]
        product += (p * change).T @ part  # faster than its transpose
    return np.asarray(product.T)


def _preconditioner(inputs: Floats, ridge: Table, targets: int) -> Callable[[Table], Table]:
    """The inverse of the Hessian for equally likely classes; it is the same for each class.

    Böhning (1992) bounds the Hessian by a multiple of XᵀX, so one factorisation is enough.
    """
    bound = np.zeros((len(ridge),) * 2)
    for part in in_chunks(inputs, LARGE):
        exact = part.astype(np.float64)
        bound += exact.T @ exact
    bound *= (1 - 1 / targets) / targets
    # a tiny share of the trace keeps it invertible if some directions do not vary
    bound[np.diag_indices(len(ridge))] += ridge[:, 0] + 1e-10 * np.trace(bound)
    factor, lower = cho_factor(bound, lower=True, overwrite_a=True)
    single = factor.astype(np.float32), lower  # half the time, and it is still positive definite
    return lambda residual: np.asarray(
        cho_solve(single, residual.astype(np.float32)), dtype=np.float64
    )


def _solve(
    curve: Callable[[Table], Table], wanted: Table, precondition: Callable[[Table], Table]
) -> Table:
    """Solve curve(step) = wanted by conjugate gradients, until the residual is REDUCTION of it."""
    step, residual = np.zeros_like(wanted), wanted
    near = precondition(residual)
    direction, size = near, float((residual * near).sum())
    goal = REDUCTION**2 * size
    for _ in range(PRODUCTS):
        curved = curve(direction)
        length = size / float((direction * curved).sum())
        step, residual = step + length * direction, residual - length * curved
        near = precondition(residual)
        before, size = size, float((residual * near).sum())
        if size <= goal:
            break
        direction = near + size / before * direction
    return step
