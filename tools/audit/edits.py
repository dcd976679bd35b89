"""What every single edit of a list does: a class taken out of a group, or added to one.

An edit changes one column of the scores (N, K). So all is scored once, and for each of the S·K
edits only the new column is held against the best of the others: 40 million comparisons for 4,000
images and ten targets, instead of 10,000 evaluations.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from stages.core.arrays import Labels, Logits
from stages.map.mapper import Floats, predict
from stages.map.reduction import (
    GroupReduction,
    Members,
    Reduce,
    draw_targets,
    rank_classes,
    reduce_groups,
)

CHUNK = 1000  # images whose edited columns (CHUNK, S) are held at once: 8 MB each

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Flips:
    """Images that each edit turns; arrays (S, K), [s, t] speaks of class s and the group of t."""

    inside: Flags  # the class is in the group, so the edit takes it out; otherwise adds it
    possible: Flags  # the edited list has a meaning under this reduction
    lost: Counts  # images turned from right to wrong
    gained: Counts  # images turned from wrong to right
    right: int  # images that are right before any edit
    images: int


def count_flips(logits: Logits, labels: Labels, reduction: GroupReduction) -> Flips:
    """Every single edit of `reduction.members` on N images, labels (N,) in [0, K).

    The same as reducing by each edited list from scratch.
    """
    inside = mark_members(reduction.members, logits.shape[1])
    lost, gained = np.zeros((2, *inside.shape), dtype=np.int64)
    right = 0
    for start in range(0, len(logits), CHUNK):
        part = slice(start, start + CHUNK)
        for target, now, after in _edit_each(logits[part], labels[part], reduction):
            lost[:, target] += np.count_nonzero(~after[now], axis=0)
            gained[:, target] += np.count_nonzero(after[~now], axis=0)
            right += int(now.sum()) if target == 0 else 0
    possible = np.ones_like(inside)
    if reduction.reduce == "vote":  # a class of two groups would vote more than once
        possible = inside | ~inside.any(axis=1, keepdims=True)
    return Flips(inside, possible, lost, gained, right, len(logits))


def mark_members(members: Members, classes: int) -> Flags:
    """(S, K): whether class s is in the group of target t."""
    marks = np.zeros((classes, len(members)), dtype=bool)
    for target, group in enumerate(members):
        marks[list(group), target] = True
    return marks


def _edit_each(
    logits: Logits, labels: Labels, by: GroupReduction
) -> Iterator[tuple[int, Flags, Flags]]:
    """Each target, who is right now (n,), and who is once class s left or joined its group (n, S).

    The edit may also change which images are unmapped, but only those with top-1 class s.
    """
    z = logits.astype(np.float64)
    values, reduce = _weigh(z, by)
    # single precision, as the stage stores and so ranks them
    scores = reduce_groups(values, by.members, reduce).astype(np.float32)
    top1, images = z.argmax(axis=1), np.arange(len(z))
    holders = mark_members(by.members, z.shape[1]).sum(axis=1)  # groups that hold each class
    lost = (holders[top1] == 0) & (by.unmapped != "ignore")
    guessed = np.zeros(len(z), dtype=bool)  # whether an image that is lost is right even so
    if by.unmapped == "random":
        guessed = draw_targets(z, len(by.members), by.seed) == labels
    right = np.where(lost, guessed, predict(scores) == labels)
    for target, group in enumerate(by.members):
        column = _edit_group(values, group, reduce).astype(np.float32)
        after = _compare(scores, target, column, labels)
        if by.unmapped != "ignore":
            step = np.where(np.isin(top1, group), -1, 1)
            own = np.where(holders[top1] + step > 0, after[images, top1], guessed)
            after[lost] = guessed[lost, np.newaxis]
            after[images, top1] = own
        yield target, right, after


def _weigh(z: Floats, by: GroupReduction) -> tuple[Floats, Reduce]:
    """Values (n, S), and how a group adds them up.

    A vote counts 1, and half of the mass tells equals apart (`reduction.count_votes`): a sum.
    """
    if by.reduce == "vote":
        votes = softmax(z, axis=1) / 2
        ranked = rank_classes(z, by.votes)
        votes[np.arange(len(z))[:, np.newaxis], ranked] += 1
        return votes, "sum"
    return z if by.of == "logits" else softmax(z, axis=1), by.reduce


def _edit_group(values: Floats, group: tuple[int, ...], reduce: Reduce) -> Floats:
    """(n, S): the group's score without class s where it is a member, with it where it is not."""
    size = len(group)
    if not group:
        return values
    (total,) = reduce_groups(values, (group,), "sum" if reduce == "mean" else reduce).T
    column = total[:, np.newaxis]
    if reduce == "sum":
        edited = column + values
    elif reduce == "mean":
        edited = (column + values) / (size + 1)
    elif reduce == "max":
        edited = np.maximum(column, values)
    else:
        edited = np.logaddexp(column + np.log(size), values) - np.log(size + 1)
    # summed anew: a total less one member would keep only its rounding errors of the others
    rest = tuple(tuple(other for other in group if other != member) for member in group)
    edited[:, list(group)] = reduce_groups(values, rest, reduce)
    return np.asarray(edited)


def _compare(
    scores: NDArray[np.float32], target: int, columns: NDArray[np.float32], labels: Labels
) -> Flags:
    """(n, S): whether an image is right with each of the columns (n, S) in the target's place."""
    others = scores.copy()
    others[:, target] = -np.inf
    rival, best = predict(others), others.max(axis=1)
    # of equal scores the lowest index wins: a target before its rival must only reach it
    bar = np.where(target < rival, np.nextafter(best, np.float32(-np.inf)), best)
    wins = columns > bar[:, np.newaxis]
    misses = ~wins & (rival == labels)[:, np.newaxis]
    return np.asarray(np.where((labels == target)[:, np.newaxis], wins, misses))
