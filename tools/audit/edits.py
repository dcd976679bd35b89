"""Counts the images that each single edit of a list changes: a class removed or added.

An edit changes one column of the scores (N, K). So all images are scored once, and for each of the
S·K edits only the new column is compared with the best of the others: 40 million comparisons for
4,000 images and ten targets, instead of 10,000 evaluations.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from stages.core.arrays import Labels, Logits, Members, predict, rank_classes
from stages.map.mapper import Floats
from stages.map.reduction import GroupReduction, Reduce, draw_targets, reduce_groups

CHUNK = 1000  # images at the same time: their edited columns (CHUNK, S) take 8 MB each

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Flips:
    """Images that each edit flips; arrays (S, K), [s, t]: class s and the group of target t."""

    inside: Flags  # the class is in the group, so the edit removes it; else the edit adds it
    possible: Flags  # the edited list has a meaning under this reduction
    lost: Counts  # images that turn from right to wrong
    gained: Counts  # images that turn from wrong to right
    right: int  # images that are right before any edit
    images: int


def count_flips(logits: Logits, labels: Labels, reduction: GroupReduction) -> Flips:
    """Flips of every single edit of `reduction.members` on N images, labels (N,) in [0, K).

    The result is the same as a new reduction with each edited list.
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
    """For each target: images right before (n,), and after removing or adding class s (n, S).

    The edit may also change which images are unmapped, but only those with top-1 class s.
    """
    z = logits.astype(np.float64)
    values, reduce = _weigh(z, by)
    # single precision, because the stage stores scores in it, so it decides ties
    scores = reduce_groups(values, by.members, reduce).astype(np.float32)
    top1, images = z.argmax(axis=1), np.arange(len(z))
    holders = mark_members(by.members, z.shape[1]).sum(axis=1)  # groups that hold each class
    unmapped = (holders[top1] == 0) & (by.unmapped != "ignore")
    guessed = np.zeros(len(z), dtype=bool)  # whether the random target of an image is right
    if by.unmapped == "random":
        guessed = draw_targets(z, len(by.members), by.seed) == labels
    right = np.where(unmapped, guessed, predict(scores) == labels)
    for target, group in enumerate(by.members):
        column = _edit_group(values, group, reduce).astype(np.float32)
        after = _compare(scores, target, column, labels)
        if by.unmapped != "ignore":
            step = np.where(np.isin(top1, group), -1, 1)
            after_top1 = np.where(holders[top1] + step > 0, after[images, top1], guessed)
            after[unmapped] = guessed[unmapped, np.newaxis]
            after[images, top1] = after_top1
        yield target, right, after


def _weigh(z: Floats, by: GroupReduction) -> tuple[Floats, Reduce]:
    """Values (n, S) and the reduction of a group.

    A vote is a sum, too: 1 for each vote, plus half of the probability (`reduction.count_votes`).
    """
    if by.reduce == "vote":
        votes = softmax(z, axis=1) / 2
        ranked = rank_classes(z, by.votes)
        votes[np.arange(len(z))[:, np.newaxis], ranked] += 1
        return votes, "sum"
    return z if by.of == "logits" else softmax(z, axis=1), by.reduce


def _edit_group(values: Floats, group: tuple[int, ...], reduce: Reduce) -> Floats:
    """(n, S): the group's score without class s if it is a member, else with it."""
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
    # summed again: the total minus a large member would have only rounding errors of the others
    rest = tuple(tuple(other for other in group if other != member) for member in group)
    edited[:, list(group)] = reduce_groups(values, rest, reduce)
    return np.asarray(edited)


def _compare(
    scores: NDArray[np.float32], target: int, columns: NDArray[np.float32], labels: Labels
) -> Flags:
    """(n, S): whether an image is right if a column of (n, S) replaces the target's column."""
    others = scores.copy()
    others[:, target] = -np.inf
    rival, best = predict(others), others.max(axis=1)
    # ties: the lowest index wins, so a target before its rival needs only an equal score
    bar = np.where(target < rival, np.nextafter(best, np.float32(-np.inf)), best)
    wins = columns > bar[:, np.newaxis]
    misses = ~wins & (rival == labels)[:, np.newaxis]
    return np.asarray(np.where((labels == target)[:, np.newaxis], wins, misses))
