"""Question 7: which metrics, and what F1 shows that accuracy hides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from ..results.evaluation import Result
from ..results.findings import find_kinds
from ..tables.evaluate import ClassScores, PairwiseDifference
from .evidence import Evidence
from .priors import Scores, always_first, long_tail, observed, score_on_prior
from .verdicts import FOLDER, ClaimVerdict, QuestionResult

FIGURE = FOLDER / "figures" / "metrics.svg"  # drawn with the pages
IMBALANCE = 100.0  # the most frequent target over the rarest, as in CIFAR-10-LT (Cui et al., 2019)
ROUNDING = 5e-4  # F1 from a precision and a recall that are rounded to four digits
NOTICEABLE = 0.005
COURSE = ("macro_f1",)  # what the course names, of the numbers beside accuracy and each class's own
SHOWN = ("nll", "brier", "ece", "aurc")  # of what it does not name


@dataclass(frozen=True)
class OnTwoPriors:
    """One strategy on the test images as they are, and on a long tail of targets."""

    strategy: str
    measured: Scores
    tail: Scores


@dataclass(frozen=True, kw_only=True)
class Metrics(QuestionResult):
    """chosen: the zero-shot strategy that dev chooses; pair: the two zero-shot strategies that the
    numbers rank most differently, first the better by accuracy; apart: the first's accuracy less
    the second's; f1: their results, for the interval of each macro F1; further: numbers that are
    reported and that the course does not name, those that the page shows; majority_baseline: a
    classifier that always predicts the most frequent target; all_strategies: all zero-shot ones,
    for the figure.
    """

    harmonic_error: float
    rows: int
    chosen: OnTwoPriors
    pair: tuple[OnTwoPriors, OnTwoPriors] | None
    apart: PairwiseDifference | None
    f1: tuple[Result, Result] | None
    further: tuple[str, ...]
    majority_baseline: OnTwoPriors
    all_strategies: tuple[OnTwoPriors, ...]
    frequent: str
    rare: str
    imbalance: float
    images: int

    @property
    def f1_overlaps(self) -> bool:
        """Whether the intervals of both macro F1 have something in common; each is its own
        strategy's, so that alone says neither yes nor no."""
        if self.f1 is None:
            return False
        one, other = self.f1
        return one.macro_f1_low <= other.macro_f1_high and other.macro_f1_low <= one.macro_f1_high


def find_facts(evidence: Evidence) -> Metrics | None:
    """Verdicts on F1's formula and on its advantage; None without a zero-shot strategy."""
    kinds = {found.kind: found for found in find_kinds(evidence.evaluation)}
    if "zero_shot" not in kinds:
        return None
    matrices = [(r.strategy, evidence.matrices[r.strategy]) for r in kinds["zero_shot"].results]
    targets = matrices[0][1].targets
    now, tail = observed(matrices[0][1]), long_tail(len(targets), IMBALANCE)
    all_strategies = [
        OnTwoPriors(name, score_on_prior(m, now), score_on_prior(m, tail)) for name, m in matrices
    ]
    lazy = always_first(targets)
    majority_baseline = OnTwoPriors("", score_on_prior(lazy, now), score_on_prior(lazy, tail))
    error = harmonic_error(evidence.classes)
    pair = find_pair(all_strategies)
    by_name = {result.strategy: result for result in kinds["zero_shot"].results}
    names = {row.number for row in evidence.statistics if row.number not in COURSE}
    return Metrics(
        verdicts={
            "which": "refined" if names else "confirmed",
            "harmonic": "confirmed" if error < ROUNDING else "refuted",
            "advantage": judge_advantage(all_strategies[0], majority_baseline),
        },
        figure=FIGURE,
        harmonic_error=error,
        rows=len(evidence.classes),
        chosen=all_strategies[0],
        pair=pair,
        apart=evidence.difference(pair[0].strategy, pair[1].strategy) if pair else None,
        f1=(by_name[pair[0].strategy], by_name[pair[1].strategy]) if pair else None,
        further=tuple(name for name in SHOWN if name in names),
        majority_baseline=majority_baseline,
        all_strategies=tuple(all_strategies),
        frequent=targets[0],
        rare=targets[-1],
        imbalance=IMBALANCE,
        images=evidence.evaluation.provenance.images.test,
    )


def harmonic_error(rows: Sequence[ClassScores]) -> float:
    """The largest difference between F1 and 2PR/(P + R) over all strategies and targets."""
    return max(
        abs(f1 - 2 * precision * recall / (precision + recall)) if precision + recall else f1
        for row in rows
        for precision, recall, f1 in [(row.precision.value, row.recall.value, row.f1.value)]
    )


def judge_advantage(chosen: OnTwoPriors, majority_baseline: OnTwoPriors) -> ClaimVerdict:
    """F1 must see through the lazy answer that accuracy rewards when targets are unequal; refined
    where F1 itself moves with the frequencies, which the mean recall cannot."""
    rewarded = majority_baseline.tail.accuracy > majority_baseline.measured.accuracy
    if not rewarded or majority_baseline.tail.macro_f1 >= chosen.tail.macro_f1:
        return "refuted"
    moved = abs(chosen.tail.macro_f1 - chosen.measured.macro_f1)
    return "refined" if moved > NOTICEABLE else "confirmed"


def find_pair(all_strategies: Sequence[OnTwoPriors]) -> tuple[OnTwoPriors, OnTwoPriors] | None:
    """First has the higher accuracy, second the higher macro F1: the pair whose smaller lead is
    the largest; None where both numbers rank all alike."""
    pairs = [
        (min(a.accuracy - b.accuracy, b.macro_f1 - a.macro_f1), one, other)
        for one, other in permutations(all_strategies, 2)
        for a, b in [(one.measured, other.measured)]
    ]
    lead, first, second = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    return (first, second) if first and second and lead > 0 else None
