"""From logits to scores of groups: what is reduced, how, and what happens to unmapped images."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray
from scipy.special import logsumexp, softmax

from ..core.arrays import IMAGENET_CLASSES, Logits, Members, Probabilities, is_mapped, rank_classes
from ..core.errors import ParamsError
from .habit import Habit
from .mapper import Floats

Of = Literal["logits", "probabilities"]
Reduce = Literal["sum", "mean", "max", "logsumexp", "vote"]
Unmapped = Literal["ignore", "reject", "reassign", "random"]
Votes = Annotated[int, Ge(1), Le(IMAGENET_CLASSES)]  # k of `vote`: of the largest logits

RANKS = 8  # `random` draws a target from the order of the 8 likeliest classes


@dataclass(frozen=True)
class GroupReduction:
    """Scores of each group from its members' logits z or probabilities p.

    reduce: sum; mean = sum/|G|; max; logsumexp = log Σ exp z − log|G|; vote: each of the k largest
    logits gives its group 1 vote, and the groups' sums of p decide between equal counts.
    unmapped: what happens to images whose top-1 class is in no group. ignore: unmapped classes do
    not count; reject: no target; random: one target, drawn from `seed` and the image's eight top
    classes, so that it does not depend on other images. `reassign` changes the members beforehand.
    An empty group scores −inf, unless `random` draws its target. An image for which every group
    has probability 0 has no target either.
    """

    members: Members
    of: Of
    reduce: Reduce
    unmapped: Literal["ignore", "reject", "random"]
    votes: int  # k, of `vote` alone
    seed: int  # of `random` alone
    habit: Habit | None = None  # subtracted from the logits before anything else
    note: str | None = None

    @property
    def probabilities(self) -> Probabilities:
        """Probabilities are normalised, log scores get a softmax; votes and rejections neither."""
        if self.reduce == "vote" or self.unmapped != "ignore":
            return "none"
        return "normalise" if self.of == "probabilities" else "softmax"

    def __call__(self, logits: Logits) -> Floats:
        """Logits (N, S) to scores (N, K)."""
        z = logits.astype(np.float64)
        if self.habit is not None:
            z -= self.habit
        if self.reduce == "vote":
            scores = count_votes(z, self.members, self.votes)
        else:
            values = z if self.of == "logits" else softmax(z, axis=1)
            scores = reduce_groups(values, self.members, self.reduce)
        if self.of == "probabilities" or self.reduce == "vote":
            scores = reject_massless(scores)
        if self.unmapped == "ignore":
            return scores
        unmapped = ~is_mapped(z.argmax(axis=1), self.members)
        keep = np.zeros(scores.shape, dtype=bool)
        if self.unmapped == "random":
            drawn = draw_targets(z, len(self.members), self.seed)
            keep[np.arange(len(z)), drawn] = True
            scores = np.where(unmapped[:, None] & keep, 0.0, scores)
        return np.where(unmapped[:, None] & ~keep, -np.inf, scores)


def check_combination(members: Members, of: Of, reduce: Reduce) -> None:
    """ParamsError, with the reason, for a combination that has no meaning."""
    if reduce == "logsumexp" and of == "probabilities":
        raise ParamsError(
            "logsumexp of probabilities is neither a mass nor its logarithm; "
            "use logsumexp of logits (the log of the mean mass), or sum of probabilities"
        )
    if reduce == "sum" and of == "logits":
        raise ParamsError(
            "sum of logits depends on an arbitrary constant: adding c to all logits of an image "
            "changes nothing for the network, but adds c for each member to every group; use mean"
        )
    shared = find_overlaps(members)
    if reduce == "vote" and shared:
        raise ParamsError(
            f"vote needs groups without overlap, but class {shared[0]} is in several: "
            "it would vote more than once"
        )


def reduce_groups(values: Floats, members: Members, reduce: Reduce) -> Floats:
    """(N, S) to (N, K): sum, mean, max, or logsumexp − log|G| of each group; −inf if empty."""
    columns = []
    for group in members:
        part = values[:, list(group)]
        if not group:
            columns.append(np.full(len(values), -np.inf))
        elif reduce == "sum":
            columns.append(part.sum(axis=1))
        elif reduce == "mean":
            columns.append(part.mean(axis=1))
        elif reduce == "max":
            columns.append(part.max(axis=1))
        else:
            columns.append(logsumexp(part, axis=1) - np.log(len(group)))
    return np.stack(columns, axis=1)


def count_votes(logits: Floats, members: Members, votes: int) -> Floats:
    """(N, K): votes of the k largest logits, plus half the group's probability to break ties.

    Only half, so that a probability of 1 counts less than a vote. −inf for an empty group.
    """
    mass = reduce_groups(softmax(logits, axis=1), members, "sum")
    ballots = np.zeros(logits.shape)
    np.put_along_axis(ballots, rank_classes(logits, votes), 1.0, axis=1)
    return reduce_groups(ballots, members, "sum") + mass / 2


def reject_massless(masses: Floats) -> Floats:
    """Masses (N, K); −inf in the row of an image whose masses are all 0 in single precision."""
    massless = masses.astype(np.float32).max(axis=1) <= 0
    return np.where(massless[:, np.newaxis], -np.inf, masses)


def draw_targets(logits: Floats, targets: int, seed: int) -> NDArray[np.int64]:
    """(N,) in [0, K): a pseudo-random target, by Zobrist's hash (1970) of the top-8 classes."""
    ranks = min(RANKS, logits.shape[1])
    keys = np.random.default_rng(seed).integers(targets, size=(ranks, logits.shape[1]))
    drawn = keys[np.arange(ranks), rank_classes(logits, ranks)]
    return np.asarray(drawn.sum(axis=1) % targets)


def reassign_classes(members: Members, similarity: Floats) -> Members:
    """Each unmapped class joins the group of the most similar target; similarity (S, K) ≥ 0.

    Ties: the first target. A class whose similarity to every target is 0 stays unmapped.
    """
    grown = [list(group) for group in members]
    unmapped = ~is_mapped(np.arange(len(similarity)), members)
    for index in np.flatnonzero(unmapped & (similarity.max(axis=1) > 0)):
        grown[int(similarity[index].argmax())].append(int(index))
    return tuple(tuple(sorted(group)) for group in grown)


def find_overlaps(members: Members) -> tuple[int, ...]:
    """Classes that are in more than one group, ascending."""
    counts = Counter(index for group in members for index in set(group))
    return tuple(sorted(index for index, count in counts.items() if count > 1))
