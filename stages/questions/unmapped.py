"""Question 10: images whose top-1 class is unmapped."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..tables.evaluate import UnmappedClass, UnmappedHandling
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult

CLASSES = 1000
SYSTEMATIC = 10  # times the share of a class if all 1000 classes were equally frequent


@dataclass(frozen=True, kw_only=True)
class Leftover(QuestionResult):
    """Facts on the handling of unmapped images.

    policies: `ignore` first, then the others by their loss on dev, the smallest first; typical: the
    most frequent unmapped class of each target, the largest share first.
    """

    policies: tuple[UnmappedHandling, ...]
    unmapped_share: float
    typical: tuple[UnmappedClass, ...]
    images: int

    def loss(self, unmapped: str) -> UnmappedHandling | None:
        """The row of one option, if a strategy has it."""
        return next((p for p in self.policies if p.unmapped == unmapped), None)

    @property
    def systematic(self) -> bool:
        """Whether one class has a much larger share of a target's images than by lot."""
        return bool(self.typical) and self.typical[0].share > SYSTEMATIC / CLASSES

    @property
    def drawn_alike(self) -> float:
        """The share of each class if all were equally frequent."""
        return 1 / CLASSES


def find_facts(evidence: Evidence) -> Leftover | None:
    """Verdicts on chance, loss and cure; None without strategies that differ in `unmapped`."""
    family = first_family(evidence.policies)
    if not family:
        return None
    plain, *others = sorted(family, key=lambda p: (p.unmapped != "ignore", -p.difference))
    typical = typical_classes(evidence.unmapped, plain.groups)
    return Leftover(
        verdicts={
            "random": judge_accident(1 - plain.mapped_share),
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
    """The strategies that differ from the first row only in `unmapped`: the largest family."""
    return [p for p in policies if _rest(p) == _rest(policies[0])]


def _rest(row: UnmappedHandling) -> tuple[str, str, str]:
    return row.groups, row.of, row.reduce


def typical_classes(unmapped: Sequence[UnmappedClass], groups: str) -> tuple[UnmappedClass, ...]:
    """The first row of each target, which has its most frequent class."""
    first: dict[str, UnmappedClass] = {}
    for row in unmapped:
        if row.groups == groups:
            first.setdefault(row.target, row)
    return tuple(sorted(first.values(), key=lambda row: -row.share))


def judge_accident(unmapped_share: float) -> ClaimVerdict:
    """Confirmed if unmapped classes are chosen at all: the claim is that it may happen, not that
    they are drawn by lot.
    """
    return "confirmed" if unmapped_share > 0 else "refuted"


def judge_loss(others: Sequence[UnmappedHandling]) -> ClaimVerdict:
    """Confirmed if rejecting or guessing is significantly worse than ignoring these classes."""
    worse = [p for p in others if p.unmapped in ("reject", "random")]
    if not worse:
        return "open"
    return "confirmed" if all(p.high < 0 for p in worse) else "refuted"


def judge_cure(others: Sequence[UnmappedHandling]) -> ClaimVerdict:
    """ "Ignore or reassign": refined if one of the two is significantly worse."""
    reassigned = [p for p in others if p.unmapped == "reassign"]
    if not reassigned:
        return "open"
    apart = any(p.high < 0 or p.low > 0 for p in reassigned)
    return "refined" if apart else "confirmed"
