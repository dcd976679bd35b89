"""Question 7: which metrics are used, and what F1 shows but accuracy does not."""

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
IMBALANCE = 100.0  # most frequent target : rarest, as in CIFAR-10-LT (Cui et al., 2019)
ROUNDING = 5e-4  # error of an F1 from precision and recall of four digits
NOTICEABLE = 0.005
COURSE = ("macro_f1",)  # the course names it, beside accuracy and the scores of each class
SHOWN = ("nll", "brier", "ece", "aurc")  # of the numbers that the course does not name


@dataclass(frozen=True)
class OnTwoPriors:
    """Scores of one strategy on the test images, and with a long tail of target frequencies."""

    strategy: str
    measured: Scores
    tail: Scores


@dataclass(frozen=True, kw_only=True)
class Metrics(QuestionResult):
    """Facts on accuracy and macro F1.

    chosen: the best zero-shot strategy on dev; pair: the two zero-shot strategies that accuracy and
    macro F1 rank most differently, the more accurate one first; apart: the difference of their
    accuracies; f1: their results, for the intervals of macro F1; further: the numbers that the page
    shows but the course does not name; majority_baseline: a classifier that always predicts the
    most frequent target; all_strategies: all zero-shot ones.
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
        """Whether the intervals of both macro F1 overlap; this alone is no test."""
        if self.f1 is None:
            return False
        one, other = self.f1
        return one.macro_f1_low <= other.macro_f1_high and other.macro_f1_low <= one.macro_f1_high


def find_facts(evidence: Evidence) -> Metrics | None:
    """Verdicts on the formula of F1 and on its advantage; None without a zero-shot strategy."""
    kinds = {found.kind: found for found in find_kinds(evidence.evaluation)}
    if "zero_shot" not in kinds:
        return None
    matrices = [(r.strategy, evidence.matrices[r.strategy]) for r in kinds["zero_shot"].results]
    targets = matrices[0][1].targets
    now, tail = observed(matrices[0][1]), long_tail(len(targets), IMBALANCE)
    all_strategies = [
        OnTwoPriors(name, score_on_prior(m, now), score_on_prior(m, tail)) for name, m in matrices
    ]
    first = always_first(targets)
    majority_baseline = OnTwoPriors("", score_on_prior(first, now), score_on_prior(first, tail))
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
    """Whether macro F1, unlike accuracy, does not reward the majority baseline on a long tail.

    Refined if the macro F1 of the chosen strategy also changes with the frequencies of the targets;
    the mean recall would not.
    """
    rewarded = majority_baseline.tail.accuracy > majority_baseline.measured.accuracy
    if not rewarded or majority_baseline.tail.macro_f1 >= chosen.tail.macro_f1:
        return "refuted"
    moved = abs(chosen.tail.macro_f1 - chosen.measured.macro_f1)
    return "refined" if moved > NOTICEABLE else "confirmed"


def find_pair(all_strategies: Sequence[OnTwoPriors]) -> tuple[OnTwoPriors, OnTwoPriors] | None:
    """The pair that both numbers rank most differently; None if they rank all in the same order.

    The first has the higher accuracy, the second the higher macro F1; the smaller of the two
    differences is the largest possible.
    """
    pairs = [
        (min(a.accuracy - b.accuracy, b.macro_f1 - a.macro_f1), one, other)
        for one, other in permutations(all_strategies, 2)
        for a, b in [(one.measured, other.measured)]
    ]
    lead, first, second = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    return (first, second) if first and second and lead > 0 else None
