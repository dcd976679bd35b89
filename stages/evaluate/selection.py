"""Selective prediction: the errors that remain if only confident predictions count.

confidence (N,) orders the images, wrong (N,) marks wrong predictions. Coverage is the share of the
images above a threshold, risk the share of wrong ones among them (El-Yaniv and Wiener, 2010).
Images of equal confidence are selected together, so no result depends on their order.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bootstrap import SEGMENT, Counts, draw_once

Floats = NDArray[np.float64]


class RiskCoverage(NamedTuple):
    """One point for each distinct confidence, the highest first; the last one has all images."""

    threshold: Floats  # images at least this confident are selected
    coverage: Floats
    risk: Floats


class _Groups(NamedTuple):
    """G groups of images of equal confidence, the highest first; arrays (G, R)."""

    size: NDArray[np.float32]  # images in each group
    wrong: NDArray[np.float32]  # wrong predictions in each group
    answered: NDArray[np.float32]  # images in this group and all before it
    errors: NDArray[np.float32]  # wrong predictions in this group and all before it


def risk_coverage_curve(confidence: Floats, wrong: NDArray[np.bool_]) -> RiskCoverage:
    """The risk at each coverage that a threshold can reach; N ≥ 1 images."""
    order, starts = _rank(confidence)
    segments = list(_accumulate(draw_once(len(wrong))[0], wrong, order, starts))
    answered, errors = (
        np.concatenate([total[:, 0] for total in totals]).astype(np.float64)
        for totals in ([s.answered for s in segments], [s.errors for s in segments])
    )
    return RiskCoverage(confidence[order][starts], answered / len(wrong), errors / answered)


def aurc_loss(confidence: Floats, wrong: NDArray[np.bool_]) -> float:
    """Area under the risk–coverage curve, in [0, 1]; 0 if no prediction is wrong.

    It is the mean of the risks at coverages 1/N, 2/N, …, 1 (Geifman, Uziel and El-Yaniv, 2019), not
    the trapezoid area that others use. Within a group of equal confidence, the risk is the expected
    risk of a random order.
    """
    return float(resampled_selection(draw_once(len(wrong)), confidence, wrong, ())[0, 0])


def coverage_at_risk(confidence: Floats, wrong: NDArray[np.bool_], risk: float) -> float:
    """The largest coverage of a threshold whose risk is at most `risk`; 0 if there is none."""
    return float(resampled_selection(draw_once(len(wrong)), confidence, wrong, (risk,))[0, 1])


def resampled_selection(
    blocks: Iterable[Counts], confidence: Floats, wrong: NDArray[np.bool_], risks: Sequence[float]
) -> Floats:
    """(R, 1 + len(risks)): for each resample, AURC, then the coverage at each of the risks."""
    order, starts = _rank(confidence)
    starts = _join_right_runs(wrong[order], starts)
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, len(wrong) + 1))])
    parts = []
    for counts in blocks:
        found = np.zeros((1 + len(risks), counts.shape[1]))
        for groups in _accumulate(counts, wrong, order, starts):
            found[0] += _area(groups, harmonic)
            for best, risk in zip(found[1:], risks, strict=True):
                np.maximum(best, _best_coverage(groups, risk), out=best)
        parts.append(found.T)
    return np.concatenate(parts) / len(wrong)


def _area(groups: _Groups, harmonic: Floats) -> Floats:
    """(R,): what these groups add to N times AURC.

    A group of n images, e of them wrong, after M images, E of them wrong, adds
    Σⱼ (E + j·e/n)/(M + j), j = 1…n, which is e + (E − M·e/n)·(H(M + n) − H(M)), H harmonic.
    """
    filled = groups.size > 0
    rate = np.zeros(filled.shape)  # float64, unlike the counts
    np.divide(groups.wrong, groups.size, out=rate, where=filled)
    before = groups.answered - groups.size
    gap = harmonic[groups.answered.astype(np.int32)] - harmonic[before.astype(np.int32)]
    behind = (groups.errors - groups.wrong) - before * rate
    area: Floats = groups.wrong.sum(axis=0) + (behind * gap).sum(axis=0)
    return area


def _best_coverage(groups: _Groups, risk: float) -> Floats:
    """(R,): N times the largest coverage that one of these groups ends with at most this risk."""
    allowed = groups.errors <= np.float64(risk) * groups.answered
    best: Floats = np.where(allowed, groups.answered, 0).max(axis=0).astype(np.float64)
    return best


def _rank(confidence: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Images in order of falling confidence, and the start of each group of equal confidence."""
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    return order, np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))


def _join_right_runs(ranked: NDArray[np.bool_], starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Join neighbouring groups without an error.

    Area and largest coverage do not change, because the risk only falls in these groups. On real
    scores, a third of the groups disappears.
    """
    flawed = np.add.reduceat(ranked.astype(np.int64), starts) > 0
    after_flawed = np.concatenate([[True], flawed[:-1]])
    kept: NDArray[np.intp] = starts[flawed | after_flawed]
    return kept


def _accumulate(
    counts: Counts, wrong: NDArray[np.bool_], order: NDArray[np.intp], starts: NDArray[np.intp]
) -> Iterator[_Groups]:
    """The groups, some at a time; float32 is exact up to 2²⁴ images."""
    answered, errors = np.zeros((2, counts.shape[1]), np.float32)
    for first, end in _cut_segments(starts, len(order)):
        here = order[starts[first] : starts[end] if end < len(starts) else len(order)]
        drawn, heads = counts[here].astype(np.float32), starts[first:end] - starts[first]
        size = np.add.reduceat(drawn, heads, axis=0)
        drawn *= wrong[here, np.newaxis]
        failed = np.add.reduceat(drawn, heads, axis=0)
        groups = _Groups(
            size, failed, answered + size.cumsum(axis=0), errors + failed.cumsum(axis=0)
        )
        answered, errors = groups.answered[-1], groups.errors[-1]
        yield groups


def _cut_segments(starts: NDArray[np.intp], images: int) -> Iterator[tuple[int, int]]:
    """Neighbouring groups, from one to another, with some SEGMENT images together."""
    cuts = np.searchsorted(starts, np.arange(0, images, SEGMENT))
    return pairwise(np.unique([*cuts, len(starts)]).tolist())
