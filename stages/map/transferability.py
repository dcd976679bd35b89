"""Transferability from ImageNet's classes to the targets, without any mapping: LEEP and NCE."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from ..core.rows import in_chunks
from .evidence import Evidence, Labelled, count_top1

Table = NDArray[np.float64]  # (S, K)


def measure_transferability(evidence: Evidence) -> dict[str, float]:
    """LEEP and NCE of the training logits, in nats, to six decimals; they rank networks."""
    train = Labelled(evidence.train, evidence.train_labels, len(evidence.knowledge.targets))
    return {"leep": round(leep_score(train), 6), "nce": round(nce_score(train), 6)}


def leep_score(train: Labelled) -> float:
    """LEEP (Nguyen et al., ICML 2020): mean log Σₛ P(y|s) p_s over the images it is fitted to.

    logits (N, S), labels (N,) in [0, K). Returns nats, at most 0; higher transfers better.
    """
    table = conditional(joint_mass(train))
    likelihoods = [
        (softmax(part.astype(np.float64), axis=1) @ table)[np.arange(len(part)), labels]
        for part, labels in zip(in_chunks(train.logits), in_chunks(train.labels), strict=True)
    ]
    return float(np.log(np.concatenate(likelihoods)).mean())


def nce_score(train: Labelled) -> float:
    """NCE (Tran et al., ICCV 2019): −H(label | top-1 class), in nats, of the empirical counts.

    logits (N, S), labels (N,) in [0, K). Returns a value in [−log K, 0]; higher transfers better.
    """
    counts = count_top1(train)
    positive = counts > 0
    logs = np.log(conditional(counts)[positive])
    return float((counts[positive] * logs).sum() / len(train.labels))


def joint_mass(train: Labelled) -> Table:
    """P(s, t) (S, K) = 1/N Σ of p_s over the images of target t; sums to 1."""
    mass = np.zeros((train.logits.shape[1], train.targets))
    for part, labels in zip(in_chunks(train.logits), in_chunks(train.labels), strict=True):
        mass += softmax(part.astype(np.float64), axis=1).T @ np.eye(train.targets)[labels]
    return mass / len(train.labels)


def conditional(joint: Table) -> Table:
    """P(t|s) (S, K) from P(s, t) or from counts: each row sums to 1.

    A row of zeros becomes the marginal P(t).
    """
    mass = joint.sum(axis=1, keepdims=True)
    marginal = np.broadcast_to(joint.sum(axis=0) / joint.sum(), joint.shape)
    return np.asarray(np.divide(joint, mass, out=marginal.copy(), where=mass > 0))
