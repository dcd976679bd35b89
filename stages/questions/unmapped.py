"""Question 10: what happens to images whose top-1 class is unmapped."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tables.evaluate import UnmappedClass, UnmappedHandling
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

CLASSES = 1000
SYSTEMATIC = 10  # times as often as if all 1000 classes were drawn alike


@dataclass(frozen=True, kw_only=True)
class Leftover(QuestionResult):
    """policies: `ignore` first, then the others, the least loss first, on dev; typical: for each
    target the unmapped class that takes most of its images, largest share first."""

    policies: tuple[UnmappedHandling, ...]
    unmapped_share: float
    typical: tuple[UnmappedClass, ...]
    images: int

    def loss(self, unmapped: str) -> UnmappedHandling | None:
        """One policy, if it is among the strategies."""
        return next((p for p in self.policies if p.unmapped == unmapped), None)

    @property
    def drawn_alike(self) -> float:
        """The share that any class would have if all were drawn alike."""
        return 1 / CLASSES


def find_facts(evidence: Evidence) -> Leftover | None:
    """Verdicts on chance, on the loss, on the cure; None without strategies that differ in this."""
    family = first_family(evidence.policies)
    if not family:
        return None
    plain, *others = sorted(family, key=lambda p: (p.unmapped != "ignore", -p.difference))
    typical = typical_classes(evidence.unmapped, plain.groups)
    return Leftover(
        verdicts={
            "random": judge_chance(typical),
            "loss": judge_loss(others),
            "cure": judge_cure(others),
        },
        figure=evidence.figure("unmapped", "accuracy"),
        policies=(plain, *others),
        unmapped_share=1 - plain.mapped_share,
        typical=typical,
        images=evidence.evaluation.provenance.images.train,
    )


def first_family(policies: Sequence[UnmappedHandling]) -> list[UnmappedHandling]:
    """Strategies alike in all but `unmapped`: those of the first row, where the largest family
    stands."""
    return [p for p in policies if _rest(p) == _rest(policies[0])]


def _rest(row: UnmappedHandling) -> tuple[str, str, str]:
    return row.groups, row.of, row.reduce


def typical_classes(unmapped: Sequence[UnmappedClass], groups: str) -> tuple[UnmappedClass, ...]:
    """The first row of each target, which is its largest."""
    first: dict[str, UnmappedClass] = {}
    for row in unmapped:
        if row.groups == groups:
            first.setdefault(row.target, row)
    return tuple(sorted(first.values(), key=lambda row: -row.share))


def judge_chance(typical: Sequence[UnmappedClass]) -> ClaimVerdict:
    """At random no class would take a noticeable share of a target's images."""
    if not typical:
        return "open"
    return "refuted" if typical[0].share > SYSTEMATIC / CLASSES else "confirmed"


def judge_loss(others: Sequence[UnmappedHandling]) -> ClaimVerdict:
    """Rejecting such images, or guessing, costs accuracy against giving those classes no say."""
    careless = [p for p in others if p.unmapped in ("reject", "random")]
    if not careless:
        return "open"
    return "confirmed" if all(p.high < 0 for p in careless) else "refuted"


def judge_cure(others: Sequence[UnmappedHandling]) -> ClaimVerdict:
    """ "Ignore or reassign": refined where one of the two is worse."""
    found = [p for p in others if p.unmapped == "reassign"]
    if not found:
        return "open"
    apart = any(p.high < 0 or p.low > 0 for p in found)
    return "refined" if apart else "confirmed"
