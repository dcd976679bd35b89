"""Numbers of people and of strategies with their intervals, from resamples that all share."""

import numpy as np

from ..core.arrays import Labels, Scores
from ..drawing import KINDS
from ..evaluate.bootstrap import Resamples, percentile_interval, resampled_sums
from ..evaluate.probability import log_probabilities
from ..statistics import Estimate, estimate_share
from ..tables.people import PeopleNumber, PeopleRow
from . import measures
from .inputs import Answered
from .measures import Counts, Floats


def measure_people(answered: Answered, drawn: Resamples, confidence: float) -> list[PeopleNumber]:
    """The ceilings, and what two people have in common; an interval covers the draw of images."""
    counts, labels = answered.counts, answered.labels
    shares = measures.shares_right(counts, labels)
    pairs = measures.pair_agreements(counts, labels)
    right = int((measures.plurality(counts) == labels).sum())
    found: dict[str, Estimate | None] = {
        "single_answer": _mean(shares, drawn, confidence),
        "plurality": estimate_share(right, len(labels), confidence),
        "entropy": _mean(measures.entropies(counts), drawn, confidence),
        "pair_agreement": _mean(pairs, drawn, confidence),
        "pair_kappa": _kappa(pairs, shares, shares, drawn, confidence),
    }
    return [PeopleNumber(name, *each) for name, each in found.items() if each is not None]


def measure_strategies(answered: Answered, drawn: Resamples, confidence: float) -> list[PeopleRow]:
    """One row for each strategy; in a kind, the most like a person first, ties by name."""
    rows = [
        _measure(name, scores, answered.counts, answered.labels, drawn, confidence)
        for name, scores in answered.strategies.items()
    ]
    return sorted(rows, key=_place)


def _place(row: PeopleRow) -> tuple[int, float, str]:
    return KINDS.index(row.kind), -row.kappa.value if row.kappa else np.inf, row.strategy


def _measure(
    name: str,
    scores: Scores,
    counts: Counts,
    labels: Labels,
    drawn: Resamples,
    confidence: float,
) -> PeopleRow:
    right = scores.predictions == labels  # a rejected image (−1) is wrong
    shares = measures.shares_right(counts, labels)
    agreements = measures.agreements(right, shares)
    log_p = log_probabilities(scores)
    losses = None if log_p is None else measures.cross_entropies(counts, log_p)
    return PeopleRow(
        kind=scores.kind,
        strategy=name,
        accuracy=float(right.mean()),
        agreement=float(agreements.mean()),
        chance_agreement=float(measures.chance_agreement(right.mean(), shares.mean())),
        kappa=_kappa(agreements, right.astype(np.float64), shares, drawn, confidence),
        cross_entropy=None
        if losses is None or np.isinf(losses).any()
        else _mean(losses, drawn, confidence),
    )


def _kappa(
    agreements: Floats, first: Floats, second: Floats, drawn: Resamples, confidence: float
) -> Estimate | None:
    """κ with its interval; None where both are right everywhere, or both wrong."""
    columns = np.stack([agreements, first, second], axis=1)
    resampled = resampled_sums(drawn.blocks(), {"means": columns})["means"] / len(columns)
    values = [_kappa_of(means) for means in (columns.mean(axis=0, keepdims=True), resampled)]
    if np.isnan(values[0]).any():
        return None
    return percentile_interval(float(values[0][0]), values[1], confidence)


def _kappa_of(means: Floats) -> Floats:
    """κ (R,) from the means of agreement and of both accuracies, (R, 3)."""
    observed, first, second = means.T
    return measures.kappa(observed, measures.chance_agreement(first, second))


def _mean(values: Floats, drawn: Resamples, confidence: float) -> Estimate:
    """The mean of (N,) with its interval."""
    resampled = resampled_sums(drawn.blocks(), {"mean": values[:, np.newaxis]})["mean"][:, 0] / len(
        values
    )
    return percentile_interval(float(values.mean()), resampled, confidence)
