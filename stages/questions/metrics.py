"""Question 7: which metrics, and what F1 shows that accuracy hides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from ..results.evaluation import Result
from ..results.findings import find as find_kinds
from ..tables.evaluate import ClassScores, PairwiseDifference
from .evidence import Evidence
from .priors import Scores, always_first, long_tail, observed, weigh
from .verdicts import FOLDER, Answer, Verdict

FIGURE = FOLDER / "figures" / "metrics.svg"  # drawn with the pages
IMBALANCE = 100.0  # the most frequent target over the rarest, as in CIFAR-10-LT (Cui et al., 2019)
ROUNDING = 5e-4  # F1 from a precision and a recall that are rounded to four digits
NOTICEABLE = 0.005
COURSE = ("macro_f1",)  # what the course names, of the numbers beside accuracy and each class's own
SHOWN = ("nll", "brier", "ece", "aurc")  # of what it does not name


@dataclass(frozen=True)
class Both:
    """One strategy on the test images as they are, and on a long tail of targets."""

    strategy: str
    measured: Scores
    tail: Scores


@dataclass(frozen=True, kw_only=True)
class Metrics(Answer):
    """chosen: the zero-shot strategy that dev chooses; pair: the two zero-shot strategies that the
    numbers rank most differently, first the better by accuracy; apart: the first's accuracy less
    the second's; f1: their results, for the interval of each macro F1; further: numbers that are
    reported and that the course does not name, those that the page shows; always: whoever answers
    with the most frequent target, whatever the image; everybody: all zero-shot strategies, for the
    figure.
    """

    harmonic_error: float
    rows: int
    chosen: Both
    pair: tuple[Both, Both] | None
    apart: PairwiseDifference | None
    f1: tuple[Result, Result] | None
    further: tuple[str, ...]
    always: Both
    everybody: tuple[Both, ...]
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


def find(evidence: Evidence) -> Metrics | None:
    """Verdicts on F1's formula and on its advantage; None without a zero-shot strategy."""
    kinds = {found.kind: found for found in find_kinds(evidence.evaluation)}
    if "zero_shot" not in kinds:
        return None
    matrices = [(r.strategy, evidence.matrices[r.strategy]) for r in kinds["zero_shot"].results]
    targets = matrices[0][1].targets
    now, tail = observed(matrices[0][1]), long_tail(len(targets), IMBALANCE)
    everybody = [Both(name, weigh(m, now), weigh(m, tail)) for name, m in matrices]
    lazy = always_first(targets)
    always = Both("", weigh(lazy, now), weigh(lazy, tail))
    error = harmonic_error(evidence.classes)
    pair = find_pair(everybody)
    by_name = {result.strategy: result for result in kinds["zero_shot"].results}
    names = {row.number for row in evidence.statistics if row.number not in COURSE}
    return Metrics(
        verdicts={
            "which": "refined" if names else "confirmed",
            "harmonic": "confirmed" if error < ROUNDING else "refuted",
            "advantage": judge_advantage(everybody[0], always),
        },
        figure=FIGURE,
        harmonic_error=error,
        rows=len(evidence.classes),
        chosen=everybody[0],
        pair=pair,
        apart=evidence.difference(pair[0].strategy, pair[1].strategy) if pair else None,
        f1=(by_name[pair[0].strategy], by_name[pair[1].strategy]) if pair else None,
        further=tuple(name for name in SHOWN if name in names),
        always=always,
        everybody=tuple(everybody),
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


def judge_advantage(chosen: Both, always: Both) -> Verdict:
    """F1 must see through the lazy answer that accuracy rewards when targets are unequal; refined
    where F1 itself moves with the frequencies, which the mean recall cannot."""
    rewarded = always.tail.accuracy > always.measured.accuracy
    if not rewarded or always.tail.macro_f1 >= chosen.tail.macro_f1:
        return "refuted"
    moved = abs(chosen.tail.macro_f1 - chosen.measured.macro_f1)
    return "refined" if moved > NOTICEABLE else "confirmed"


def find_pair(everybody: Sequence[Both]) -> tuple[Both, Both] | None:
    """First has the higher accuracy, second the higher macro F1: the pair whose smaller lead is
    the largest; None where both numbers rank all alike."""
    pairs = [
        (min(a.accuracy - b.accuracy, b.macro_f1 - a.macro_f1), one, other)
        for one, other in permutations(everybody, 2)
        for a, b in [(one.measured, other.measured)]
    ]
    lead, first, second = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    return (first, second) if first and second and lead > 0 else None
