"""Question 7: which metrics, and what F1 shows that accuracy hides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from stages.report.findings import find as find_kinds
from stages.report.questions.evidence import ClassRow, Evidence
from stages.report.questions.priors import Scores, always_first, long_tail, observed, weigh
from stages.report.questions.verdicts import FOLDER, Answer, Verdict

FIGURE = FOLDER / "figures" / "metrics.svg"  # the only one that this stage draws
IMBALANCE = 100.0  # the most frequent target over the rarest, as in CIFAR-10-LT (Cui et al., 2019)
ROUNDING = 5e-4  # F1 from a precision and a recall that are rounded to four digits
NOTICEABLE = 0.005


@dataclass(frozen=True)
class Both:
    """One strategy on the test images as they are, and on a long tail of targets."""

    strategy: str
    measured: Scores
    tail: Scores


@dataclass(frozen=True, kw_only=True)
class Metrics(Answer):
    """chosen: the zero-shot strategy that dev chooses; pair: the two zero-shot strategies that the
    numbers rank most differently, accuracy's favourite first; always: whoever answers with the
    most frequent target, whatever the image; everybody: all zero-shot strategies, for the figure.
    """

    harmonic_error: float
    rows: int
    chosen: Both
    pair: tuple[Both, Both] | None
    always: Both
    everybody: tuple[Both, ...]
    frequent: str
    rare: str
    frequent_share: float
    imbalance: float
    images: int


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
    return Metrics(
        verdicts={
            "harmonic": "confirmed" if error < ROUNDING else "refuted",
            "advantage": judge_advantage(everybody[0], always),
        },
        figure=FIGURE,
        harmonic_error=error,
        rows=len(evidence.classes),
        chosen=everybody[0],
        pair=find_pair(everybody),
        always=always,
        everybody=tuple(everybody),
        frequent=targets[0],
        rare=targets[-1],
        frequent_share=float(tail[0]),
        imbalance=IMBALANCE,
        images=evidence.evaluation.provenance.images.test,
    )


def harmonic_error(rows: Sequence[ClassRow]) -> float:
    """The largest difference between F1 and 2PR/(P + R) over all strategies and targets."""
    return max(
        abs(row.f1 - 2 * row.precision * row.recall / (row.precision + row.recall))
        if row.precision + row.recall
        else row.f1
        for row in rows
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
