"""Logits → scores of groups: what of each class counts, how a group adds up, who is left over."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray
from scipy.special import logsumexp, softmax

from ..core.arrays import IMAGENET_CLASSES, Logits, Probabilities
from ..core.errors import ParamsError
from .mapper import Floats

Of = Literal["logits", "probabilities"]
Reduce = Literal["sum", "mean", "max", "logsumexp", "vote"]
Unmapped = Literal["ignore", "reject", "reassign", "random"]
Votes = Annotated[int, Ge(1), Le(IMAGENET_CLASSES)]  # k of `vote`: of the largest logits
Members = tuple[tuple[int, ...], ...]  # ImageNet indices of each target's group

RANKS = 8  # of the likeliest classes, from which `random` draws


@dataclass(frozen=True)
class GroupReduction:
    """Scores of a group from its members' logits z or probabilities p.

    reduce: sum; mean = sum/|G|; max; logsumexp = log Σ exp z − log|G|; vote: each of the k largest
    logits gives its group 1, equal counts are told apart by the groups' sums of p.
    unmapped, for images whose favourite stands for nothing: ignore (such classes get no say);
    reject (no target); random (one target, drawn from `seed` and the order of the image's eight
    favourites, so neither from its neighbours nor from its place). `reassign` is another list of
    members: see `reassign` below. An empty group scores −inf, unless `random` draws its target. An
    image that no group gives any probability has no target either.
    """

    members: Members
    of: Of
    reduce: Reduce
    unmapped: Literal["ignore", "reject", "random"]
    votes: int  # k, of `vote` alone
    seed: int  # of `random` alone
    warning: str | None = None

    @property
    def probabilities(self) -> Probabilities:
        """Masses are normalised, log scores go through softmax; votes and refusals are neither."""
        if self.reduce == "vote" or self.unmapped != "ignore":
            return "none"
        return "normalise" if self.of == "probabilities" else "softmax"

    def __call__(self, logits: Logits) -> Floats:
        """(N, S) to (N, K)."""
        z = logits.astype(np.float64)
        if self.reduce == "vote":
            scores = count_votes(z, self.members, self.votes)
        else:
            values = z if self.of == "logits" else softmax(z, axis=1)
            scores = reduce_groups(values, self.members, self.reduce)
        if self.of == "probabilities" or self.reduce == "vote":
            scores = reject_massless(scores)
        if self.unmapped == "ignore":
            return scores
        lost = ~is_mapped(self.members, z.shape[1])[z.argmax(axis=1)]
        keep = np.zeros(scores.shape, dtype=bool)
        if self.unmapped == "random":
            drawn = draw_targets(z, len(self.members), self.seed)
            keep[np.arange(len(z)), drawn] = True
            scores = np.where(lost[:, None] & keep, 0.0, scores)
        return np.where(lost[:, None] & ~keep, -np.inf, scores)


def refuse_nonsense(members: Members, of: Of, reduce: Reduce) -> None:
    """ParamsError, with the reason, for combinations that have no meaning."""
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
    twice = overlaps(members)
    if reduce == "vote" and twice:
        raise ParamsError(
            f"vote needs groups without overlap, but class {twice[0]} is in several: "
            "it would vote more than once"
        )


def reduce_groups(values: Floats, members: Members, reduce: Reduce) -> Floats:
    """(N, S) to (N, K): sum, mean, max, or logsumexp − log|G| of each group; −inf where empty."""
    columns = []
    for group in members:
        ours = values[:, list(group)]
        if not group:
            columns.append(np.full(len(values), -np.inf))
        elif reduce == "sum":
            columns.append(ours.sum(axis=1))
        elif reduce == "mean":
            columns.append(ours.mean(axis=1))
        elif reduce == "max":
            columns.append(ours.max(axis=1))
        else:
            columns.append(logsumexp(ours, axis=1) - np.log(len(group)))
    return np.stack(columns, axis=1)


def count_votes(logits: Floats, members: Members, votes: int) -> Floats:
    """(N, K): votes of the k largest logits, plus half the group's mass to tell equals apart.

    Half, so that a mass of 1 cannot weigh as much as a vote. −inf for an empty group.
    """
    mass = reduce_groups(softmax(logits, axis=1), members, "sum")
    voting = np.zeros(logits.shape)
    np.put_along_axis(voting, rank_favourites(logits, votes), 1.0, axis=1)
    return reduce_groups(voting, members, "sum") + mass / 2


def reject_massless(masses: Floats) -> Floats:
    """Masses (N, K), with −inf for an image whose masses are all 0 in single precision."""
    massless = masses.astype(np.float32).max(axis=1) <= 0
    return np.where(massless[:, np.newaxis], -np.inf, masses)


def draw_targets(logits: Floats, targets: int, seed: int) -> NDArray[np.int64]:
    """(N,) in [0, K), evenly distributed: Zobrist's hash (1970) of each image's favourites."""
    ranks = min(RANKS, logits.shape[1])
    keys = np.random.default_rng(seed).integers(targets, size=(ranks, logits.shape[1]))
    drawn = keys[np.arange(ranks), rank_favourites(logits, ranks)]
    return np.asarray(drawn.sum(axis=1) % targets)


def rank_favourites(logits: Floats, count: int) -> NDArray[np.int64]:
    """(N, count): the classes of the largest logits, from the likeliest; ties: lowest index.

    A few passes of argmax: ten times as fast as sorting a thousand logits.
    """
    rest, rows = logits.copy(), np.arange(len(logits))
    ranked = np.empty((len(logits), min(count, logits.shape[1])), dtype=np.int64)
    for rank in range(ranked.shape[1]):
        ranked[:, rank] = rest.argmax(axis=1)
        rest[rows, ranked[:, rank]] = -np.inf
    return ranked


def reassign(members: Members, nearness: Floats) -> Members:
    """Each class of no group joins the nearest target's, by nearness (S, K) ≥ 0 (Lin, 1998).

    The first of equally near ones; a class that has nothing in common with any stays out.
    """
    grown = [list(group) for group in members]
    for index in np.flatnonzero(~is_mapped(members, len(nearness)) & (nearness.max(axis=1) > 0)):
        grown[int(nearness[index].argmax())].append(int(index))
    return tuple(tuple(sorted(group)) for group in grown)


def overlaps(members: Members) -> tuple[int, ...]:
    """Classes that are in more than one group, ascending."""
    counts = Counter(index for group in members for index in set(group))
    return tuple(sorted(index for index, count in counts.items() if count > 1))


def is_mapped(members: Members, classes: int) -> NDArray[np.bool_]:
    """(S,): whether a class is in any group."""
    mapped = np.zeros(classes, dtype=bool)
    mapped[[index for group in members for index in group]] = True
    return mapped
